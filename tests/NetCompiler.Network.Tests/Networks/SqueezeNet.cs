using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>SqueezeNet.json</c>, for images of 224 x 224. Without dropout, whose masks would not be PyTorch's.</summary>
[Network(Batch = 2), Input(3, 224, 224)]
[Use<SqueezeNetFeatures>(Name = "features")]
[Conv2d(1000, 1, Name = "classifier"), ReLU, GlobalAvgPool]
[SoftmaxCrossEntropy]
public partial class SqueezeNet;
