using NetCompiler;
using NetCompiler.Blocks;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mobilenet_v1_025: the person detector of MLPerf Tiny, a quarter of MobileNet's channels (https://arxiv.org/abs/1704.04861), for images of 96 x 96.</summary>
[Network(Batch = 128), Input(3, 96, 96)]
[Use<ConvBNReLU>(8, 3, 2, 1, Name = "stem")]
[Use<DepthwiseSeparable>(16, 1)]
[Use<DepthwiseSeparable>(32, 2), Use<DepthwiseSeparable>(32, 1)]
[Use<DepthwiseSeparable>(64, 2), Use<DepthwiseSeparable>(64, 1)]
[Use<DepthwiseSeparable>(128, 2), Use<DepthwiseSeparable>(128, 1, Times = 5, Name = "middle")]
[Use<DepthwiseSeparable>(256, 2), Use<DepthwiseSeparable>(256, 1)]
[GlobalAvgPool, Linear(2, Name = "head")]
[SoftmaxCrossEntropy]
public sealed partial class MobileNetV1;
