using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>The step of a U-Net (https://arxiv.org/abs/1505.04597) at one resolution, with padding and batch normalization. A: channels.</summary>
[Block]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU]
public class DoubleConv;
