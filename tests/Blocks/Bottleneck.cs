using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>
/// The layers of MobileNetV2's inverted residual (https://arxiv.org/abs/1801.04381): wider by a pointwise convolution, depthwise, and narrow again
/// without activation. A: channels between, B: channels of the result, C: stride.
/// </summary>
[Block]
[Use<ConvBNReLU6>(Arg.A, 1, 1, 0)]
[Use<DepthwiseBNReLU6>(Arg.C)]
[Conv2d(Arg.B, 1, Bias = false), BatchNorm2d]
public class Bottleneck;
