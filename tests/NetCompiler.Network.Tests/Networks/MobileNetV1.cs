using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>MobileNetV1.json</c>: thirteen depthwise-separable blocks.</summary>
[Network(Batch = 4, HessianVector = true), Input(3, 96, 96)]
[Use<ConvBNReLU>(8, 3, 2, 1, Name = "stem")]
[Use<DepthwiseSeparable>(16, 1)]
[Use<DepthwiseSeparable>(32, 2), Use<DepthwiseSeparable>(32, 1)]
[Use<DepthwiseSeparable>(64, 2), Use<DepthwiseSeparable>(64, 1)]
[Use<DepthwiseSeparable>(128, 2), Use<DepthwiseSeparable>(128, 1, Times = 5, Name = "middle")]
[Use<DepthwiseSeparable>(256, 2), Use<DepthwiseSeparable>(256, 1)]
[GlobalAvgPool, Linear(2, Name = "head")]
[SoftmaxCrossEntropy]
public partial class MobileNetV1;
