using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mlp_6_64_8_4: tanh, widths that differ much.</summary>
[Network(Batch = 128), Input(6)]
[Linear(64), Tanh]
[Linear(8), Tanh]
[Linear(4)]
[SoftmaxCrossEntropy]
public sealed partial class Mlp6x64x8x4;
