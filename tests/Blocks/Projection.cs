using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>A shortcut of stride 2: a pointwise convolution and batch normalization. A: channels.</summary>
[Block]
[Conv2d(Arg.A, 1, Stride = 2, Bias = false), BatchNorm2d]
public class Projection;
