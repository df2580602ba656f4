using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>
/// A depthwise 3x3 convolution and a pointwise one, each with batch normalization and ReLU (MobileNet, https://arxiv.org/abs/1704.04861). A: channels of
/// the result, B: stride.
/// </summary>
[Block]
[DepthwiseConv2d(3, Stride = Arg.B, Padding = 1, Bias = false), BatchNorm2d, ReLU]
[Use<ConvBNReLU>(Arg.A, 1, 1, 0, Name = "pointwise")]
public class DepthwiseSeparable;
