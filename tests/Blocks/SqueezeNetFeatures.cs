using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>Everything of SqueezeNet 1.1 up to its classifier, its parameters named as in torchvision.</summary>
[Block]
[Conv2d(64, 3, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, CeilMode = true)]
[Use<Fire>(16, 64), Use<Fire>(16, 64), MaxPool2d(3, Stride = 2, CeilMode = true)]
[Use<Fire>(32, 128), Use<Fire>(32, 128), MaxPool2d(3, Stride = 2, CeilMode = true)]
[Use<Fire>(48, 192), Use<Fire>(48, 192), Use<Fire>(64, 256), Use<Fire>(64, 256)]
public class SqueezeNetFeatures;
