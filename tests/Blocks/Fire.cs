using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>
/// SqueezeNet's module (https://arxiv.org/abs/1602.07360): few channels, then pointwise and 3x3 convolutions of them side by side. A: channels
/// between, B: channels of each side.
/// </summary>
[Block]
[Conv2d(Arg.A, 1, Name = "squeeze"), ReLU(Name = "squeezed")]
[Conv2d(Arg.B, 1, Name = "expand1x1"), ReLU(Name = "left")]
[From("squeezed"), Conv2d(Arg.B, 3, Padding = 1, Name = "expand3x3"), ReLU(Name = "right")]
[From("left"), Concat("right")]
public class Fire;
