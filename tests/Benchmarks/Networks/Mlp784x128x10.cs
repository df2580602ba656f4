using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mlp_784_128_10: images of 28 x 28, one hidden layer.</summary>
[Network(Batch = 128), Input(784)]
[Linear(128), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class Mlp784x128x10;
