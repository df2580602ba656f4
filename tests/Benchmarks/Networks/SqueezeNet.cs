using NetCompiler;
using NetCompiler.Blocks;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>squeezenet_1_1: https://arxiv.org/abs/1602.07360, its parameters named as in torchvision.</summary>
[Network(Batch = 1), Input(3, 224, 224)]
[Use<SqueezeNetFeatures>(Name = "features")]
[Use<SqueezeNetClassifier>(1000, Name = "classifier")]
public sealed partial class SqueezeNet;
