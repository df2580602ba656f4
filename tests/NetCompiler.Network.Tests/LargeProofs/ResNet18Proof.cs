using NetCompiler.Network.Tests.Networks;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>The proof of <see cref="ResNet18"/>.</summary>
public sealed class ResNet18Proof() : OutputProof<ResNet18>("ResNet18");
