using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Advice;

/// <summary>What is legal in a network and hardly meant so: the generator's analyzer reports it at the line.</summary>
/// <param name="Code">One of <see cref="AdviceCodes"/>.</param>
/// <param name="Message">What it is, what follows from it, and what to do; complete, in the user's words.</param>
/// <param name="Location">The line: for one of a block, the <c>Use</c> that placed it in the network.</param>
/// <param name="Additional">Further places: the block's own line, the other line that takes part.</param>
/// <param name="Corrections">What would mend it, best first.</param>
internal sealed record NetworkAdvice(
    string Code,
    string Message,
    AttributeLocation Location,
    EquatableArray<AttributeLocation> Additional,
    EquatableArray<Correction> Corrections);
