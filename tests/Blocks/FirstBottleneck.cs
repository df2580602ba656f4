using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>MobileNetV2's first block, which does not widen. A: channels of the result.</summary>
[Block]
[Use<DepthwiseBNReLU6>(1)]
[Conv2d(Arg.A, 1, Bias = false), BatchNorm2d]
public class FirstBottleneck;
