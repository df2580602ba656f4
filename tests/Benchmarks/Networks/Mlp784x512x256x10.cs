using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mlp_784_512_256_10: images of 28 x 28, two wide hidden layers.</summary>
[Network(Batch = 128), Input(784)]
[Linear(512), ReLU]
[Linear(256), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class Mlp784x512x256x10;
