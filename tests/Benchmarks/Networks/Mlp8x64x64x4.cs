using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mlp_8_64_64_4: two hidden layers of tanh.</summary>
[Network(Batch = 128), Input(8)]
[Linear(64), Tanh]
[Linear(64), Tanh]
[Linear(4)]
[SoftmaxCrossEntropy]
public sealed partial class Mlp8x64x64x4;
