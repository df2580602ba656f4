using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>
/// A bottleneck that changes resolution or channels, so that its input cannot be added. A: channels between, B: channels of the result, C: stride.
/// </summary>
[Block]
[Use<Bottleneck>(Arg.A, Arg.B, Arg.C, Name = "conv")]
public class InvertedTransition;
