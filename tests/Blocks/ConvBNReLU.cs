using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>A convolution without bias, batch normalization and ReLU. A: channels, B: kernel, C: stride, D: padding.</summary>
[Block]
[Conv2d(Arg.A, Arg.B, Stride = Arg.C, Padding = Arg.D, Bias = false), BatchNorm2d, ReLU]
public class ConvBNReLU;
