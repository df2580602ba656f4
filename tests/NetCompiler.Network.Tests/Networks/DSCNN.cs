using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>DSCNN.json</c>: depthwise and pointwise convolutions in turn, behind one with padding of different sides.</summary>
[Network(Batch = 8, HessianVector = true), Input(1, 49, 10)]
[Conv2d(64, [10, 4], Stride = 2, Padding = Pad.Same, Bias = false), BatchNorm2d, ReLU]
[Use<DepthwiseSeparable>(64, 1, Times = 4, Name = "blocks")]
[GlobalAvgPool, Linear(12, Name = "head")]
[SoftmaxCrossEntropy]
public partial class DSCNN;
