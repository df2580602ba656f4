using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>ResNet8.json</c>: residual stacks with batch normalization, and shortcuts of another resolution.</summary>
[Network(Batch = 8, HessianVector = true), Input(3, 32, 32)]
[Use<ConvBNReLU>(16, 3, 1, 1, Name = "stem")]
[Use<BasicBlock>(16, Name = "stack1")]
[Use<ResidualStack>(32, Name = "stack2")]
[Use<ResidualStack>(64, Name = "stack3")]
[GlobalAvgPool, Linear(10, Name = "head")]
[SoftmaxCrossEntropy]
public partial class ResNet8;
