using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>Everything of MobileNetV2 (https://arxiv.org/abs/1801.04381) up to its pool.</summary>
[Block]
[Use<ConvBNReLU6>(32, 3, 2, 1)]
[Use<InvertedEntry>(16)]
[Use<InvertedTransition>(96, 24, 2), Use<InvertedResidual>(144, 24)]
[Use<InvertedTransition>(144, 32, 2), Use<InvertedResidual>(192, 32), Use<InvertedResidual>(192, 32)]
[Use<InvertedTransition>(192, 64, 2), Use<InvertedResidual>(384, 64), Use<InvertedResidual>(384, 64), Use<InvertedResidual>(384, 64)]
[Use<InvertedTransition>(384, 96, 1), Use<InvertedResidual>(576, 96), Use<InvertedResidual>(576, 96)]
[Use<InvertedTransition>(576, 160, 2), Use<InvertedResidual>(960, 160), Use<InvertedResidual>(960, 160)]
[Use<InvertedTransition>(960, 320, 1)]
[Use<ConvBNReLU6>(1280, 1, 1, 0)]
public class MobileNetV2Features;
