using NetCompiler.Network.Tests.Networks;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>The proof of <see cref="MobileNetV2"/>.</summary>
public sealed class MobileNetV2Proof() : OutputProof<MobileNetV2>("MobileNetV2");
