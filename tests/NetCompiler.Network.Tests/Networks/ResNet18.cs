using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>ResNet18.json</c>, for images of 224 x 224.</summary>
[Network(Batch = 2), Input(3, 224, 224)]
[Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false, Name = "conv1"), BatchNorm2d(Name = "bn1"), ReLU]
[MaxPool2d(3, Stride = 2, Padding = 1)]
[Use<BasicBlock>(64, Times = 2, Name = "layer1")]
[Use<ResidualStage>(128, Name = "layer2")]
[Use<ResidualStage>(256, Name = "layer3")]
[Use<ResidualStage>(512, Name = "layer4")]
[GlobalAvgPool, Linear(1000, Name = "fc")]
[SoftmaxCrossEntropy]
public partial class ResNet18;
