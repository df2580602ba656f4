using NetCompiler;

namespace NetCompiler.Samples.TinyImages;

/// <summary>
/// A residual network of eight layers (He, Zhang, Ren and Sun 2016, in the size of MLPerf Tiny): a convolution, and three stacks of one residual each, of which the last two
/// halve the image. It takes the bytes of an image as they lie in the file; mean and deviation of each channel are those that torchvision's users
/// write for CIFAR-10.
/// </summary>
[Network(Batch = 64, L2 = 1e-4)]
[Input(3, 32, 32, Element = ElementType.UInt8, Scale = 1.0 / 255, Mean = [0.4914, 0.4822, 0.4465], Std = [0.2470, 0.2435, 0.2616])]
[Conv2d(16, 3, Padding = 1, Bias = false, Name = "conv"), BatchNorm2d(Name = "norm"), ReLU]
[Use<Residual>(16, Name = "stack1")]
[Use<HalvingResidual>(32, Name = "stack2")]
[Use<HalvingResidual>(64, Name = "stack3")]
[GlobalAvgPool]
[Linear(10, Name = "classes")]
[SoftmaxCrossEntropy]
public sealed partial class TinyResNet;

/// <summary>Two convolutions, added to what they read.</summary>
[Block]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv1"), BatchNorm2d(Name = "norm1"), ReLU]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv2"), BatchNorm2d(Name = "norm2")]
[Add("input"), ReLU]
internal sealed class Residual;

/// <summary>Two convolutions that halve the image, added to a convolution of one pixel that does.</summary>
[Block]
[Conv2d(Arg.A, 3, Stride = 2, Padding = 1, Bias = false, Name = "conv1"), BatchNorm2d(Name = "norm1"), ReLU]
[Conv2d(Arg.A, 3, Padding = 1, Bias = false, Name = "conv2"), BatchNorm2d(Name = "norm2")]
[From("input"), Conv2d(Arg.A, 1, Stride = 2, Bias = false, Name = "shortcut"), BatchNorm2d(Name = "shortcutNorm")]
[Add("norm2"), ReLU]
internal sealed class HalvingResidual;
