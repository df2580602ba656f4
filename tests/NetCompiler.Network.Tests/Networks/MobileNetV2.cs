using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>MobileNetV2.json</c>, for images of 224 x 224. Without dropout, whose masks would not be PyTorch's.</summary>
[Network(Batch = 2), Input(3, 224, 224)]
[Use<MobileNetV2Features>(Name = "features")]
[GlobalAvgPool, Linear(1000, Name = "classifier")]
[SoftmaxCrossEntropy]
public partial class MobileNetV2;
