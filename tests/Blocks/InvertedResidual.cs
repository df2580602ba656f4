using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>A bottleneck of stride 1 with its input added, its parameters named as in torchvision. A: channels between, B: channels of the result.</summary>
[Block]
[Use<Bottleneck>(Arg.A, Arg.B, 1, Name = "conv"), Add("input")]
public class InvertedResidual;
