using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>The residual block of ResNet-18 with stride 2 and a projection as shortcut, its parameters named as in torchvision. A: channels.</summary>
[Block]
[Conv2d(Arg.A, 3, Stride = 2, Padding = 1, Bias = false, Name = "conv1"), BatchNorm2d(Name = "bn1"), ReLU]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv2"), BatchNorm2d(Name = "bn2")]
[From("input"), Use<Projection>(Arg.A, Name = "downsample")]
[Add("bn2"), ReLU]
public class DownsamplingBlock;
