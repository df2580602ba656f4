using NetCompiler;
using NetCompiler.Blocks;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>mobilenet_v2: https://arxiv.org/abs/1801.04381, its parameters named as in torchvision.</summary>
[Network(Batch = 1), Input(3, 224, 224)]
[Use<MobileNetV2Features>(Name = "features")]
[GlobalAvgPool]
[Use<MobileNetV2Classifier>(1000, Name = "classifier")]
public sealed partial class MobileNetV2;
