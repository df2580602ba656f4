using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mlp_4_16_3: small enough to be unrolled whole.</summary>
[Network(Batch = 128), Input(4)]
[Linear(16), ReLU]
[Linear(3)]
[SoftmaxCrossEntropy]
public sealed partial class Mlp4x16x3;
