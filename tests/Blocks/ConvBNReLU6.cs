using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>A convolution without bias, batch normalization and ReLU6. A: channels, B: kernel, C: stride, D: padding.</summary>
[Block]
[Conv2d(Arg.A, Arg.B, Stride = Arg.C, Padding = Arg.D, Bias = false), BatchNorm2d, ReLU6]
public class ConvBNReLU6;
