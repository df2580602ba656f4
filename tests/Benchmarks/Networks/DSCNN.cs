using NetCompiler;
using NetCompiler.Blocks;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>dscnn: the keyword spotter of MLPerf Tiny (https://arxiv.org/abs/1711.07128), for 49 x 10 coefficients of a second of sound.</summary>
[Network(Batch = 128), Input(1, 49, 10)]
[Conv2d(64, [10, 4], Stride = 2, Paddings = [5, 1], Bias = false), BatchNorm2d, ReLU]
[Use<DepthwiseSeparable>(64, 1, Times = 4, Name = "blocks")]
[GlobalAvgPool, Linear(12, Name = "head")]
[SoftmaxCrossEntropy]
public sealed partial class DSCNN;
