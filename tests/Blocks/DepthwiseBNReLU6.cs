using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>A depthwise 3x3 convolution without bias, batch normalization and ReLU6. A: stride.</summary>
[Block]
[DepthwiseConv2d(3, Stride = Arg.A, Padding = 1, Bias = false), BatchNorm2d, ReLU6]
public class DepthwiseBNReLU6;
