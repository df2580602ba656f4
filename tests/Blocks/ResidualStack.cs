using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>The residual stack of MLPerf Tiny's ResNet at stride 2; the shortcut is a pointwise convolution with bias. A: channels.</summary>
[Block]
[Conv2d(Arg.A, 3, Stride = 2, Padding = 1, Bias = false, Name = "conv1"), BatchNorm2d(Name = "bn1"), ReLU]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv2"), BatchNorm2d(Name = "bn2")]
[From("input"), Conv2d(Arg.A, 1, Stride = 2, Name = "shortcut")]
[Add("bn2"), ReLU]
public class ResidualStack;
