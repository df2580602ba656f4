namespace NetCompiler.Network.Tests.Networks;

/// <summary>
/// The network of <c>MixedImages.json</c>: a stride with padding of different sides, a depthwise, a pointwise and a transposed convolution,
/// means of windows with padding, an image added to an earlier one, and L2 on the weights.
/// </summary>
[Network(Batch = 32, HessianVector = true, L2 = 0.01), Input(3, 12, 13)]
[Conv2d(8, 3, Stride = 2, Padding = Pad.Same, Name = "stem"), ReLU]
[DepthwiseConv2d(3, Padding = 1), ReLU]
[Conv2d(8, 1), Add("stem"), ReLU]
[AvgPool2d(3, Stride = 2, Padding = 1)]
[ConvTranspose2d(6, 3, Stride = 2, Padding = 1), ReLU]
[GlobalAvgPool, Linear(5)]
[SoftmaxCrossEntropy]
public partial class MixedImages;
