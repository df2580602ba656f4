using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>
/// WaveNet's gated unit (https://arxiv.org/abs/1609.03499): tanh of one causal convolution times the sigmoid of another. A: channels, B: dilation.
/// </summary>
[Block]
[Conv1d(Arg.A, 2, Dilation = Arg.B, Padding = Arg.B, PaddingEnd = 0, Name = "filter"), Tanh(Name = "filtered")]
[From("input"), Conv1d(Arg.A, 2, Dilation = Arg.B, Padding = Arg.B, PaddingEnd = 0, Name = "gate"), Sigmoid]
[Multiply("filtered")]
public class GatedUnit;
