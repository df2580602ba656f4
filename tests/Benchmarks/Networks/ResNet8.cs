using NetCompiler;
using NetCompiler.Blocks;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>resnet8: the image classifier of MLPerf Tiny, for images of 32 x 32 in colour.</summary>
[Network(Batch = 128), Input(3, 32, 32)]
[Use<ConvBNReLU>(16, 3, 1, 1, Name = "stem")]
[Use<BasicBlock>(16, Name = "stack1")]
[Use<ResidualStack>(32, Name = "stack2")]
[Use<ResidualStack>(64, Name = "stack3")]
[GlobalAvgPool, Linear(10, Name = "head")]
[SoftmaxCrossEntropy]
public sealed partial class ResNet8;
