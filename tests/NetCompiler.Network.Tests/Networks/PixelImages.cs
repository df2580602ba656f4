namespace NetCompiler.Network.Tests.Networks;

/// <summary>An image of bytes, scaled for each channel as torchvision's ToTensor and Normalize do it, before a convolution with padding.</summary>
[Network(Batch = 16)]
[Input(3, 9, 20, Element = ElementType.UInt8, Scale = 1.0 / 255, Mean = [0.5, 0.25, 0.125], Std = [0.25, 0.5, 0.2])]
[Conv2d(8, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Flatten, Linear(4)]
[SoftmaxCrossEntropy]
public partial class PixelImages;

/// <summary>The same network of floats.</summary>
[Network(Batch = 16)]
[Input(3, 9, 20)]
[Conv2d(8, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Flatten, Linear(4)]
[SoftmaxCrossEntropy]
public partial class ScaledImages;

/// <summary>Bytes that are features of a fully connected network.</summary>
[Network(Batch = 16), Input(3, 9, 20, Element = ElementType.UInt8, Scale = 1 / 127.5, Offset = -1)]
[Flatten, Linear(24), ReLU, Linear(4)]
[SoftmaxCrossEntropy]
public partial class PixelFeatures;

/// <summary>The same network of floats.</summary>
[Network(Batch = 16), Input(3, 9, 20)]
[Flatten, Linear(24), ReLU, Linear(4)]
[SoftmaxCrossEntropy]
public partial class ScaledFeatures;
