using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>The residual block of ResNet-18 (https://arxiv.org/abs/1512.03385), its parameters named as in torchvision. A: channels.</summary>
[Block]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv1"), BatchNorm2d(Name = "bn1"), ReLU]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv2"), BatchNorm2d(Name = "bn2")]
[Add("input"), ReLU]
public class BasicBlock;
