using NetCompiler.Network.Tests.Networks;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>The proof of <see cref="SqueezeNet"/>.</summary>
public sealed class SqueezeNetProof() : OutputProof<SqueezeNet>("SqueezeNet");
