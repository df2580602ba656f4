using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary><see cref="FirstBottleneck"/>, its parameters named as in torchvision. A: channels of the result.</summary>
[Block]
[Use<FirstBottleneck>(Arg.A, Name = "conv")]
public class InvertedEntry;
