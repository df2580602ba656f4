using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>A stage of ResNet-18: half the resolution, then a block at it. A: channels.</summary>
[Block]
[Use<DownsamplingBlock>(Arg.A)]
[Use<BasicBlock>(Arg.A)]
public class ResidualStage;
