using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core;

/// <summary>A mistake in a declaration: the generator's shell reports it as a diagnostic at the attribute at fault.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong, where, and what to do; complete, in the user's words.</param>
/// <param name="Location">The attribute at fault: for a line of a block, the <c>Use</c> that placed it in the network.</param>
/// <param name="Additional">Further places: the block's own line, the layer that made the other shape.</param>
internal sealed record CompileError(
    string Code,
    string Message,
    AttributeLocation Location,
    EquatableArray<AttributeLocation> Additional)
{
    /// <summary>What would mend it, best first.</summary>
    public EquatableArray<Correction> Corrections { get; init; } = EquatableArray<Correction>.Empty;
}

/// <summary>The mistakes that the compiler finds. Each has a page under docs/diagnostics.</summary>
internal static class ErrorCodes
{
    /// <summary>A network without an <c>[Input]</c>.</summary>
    public const string NoInput = "NC0101";

    /// <summary>A layer where no value is current: several inputs and no <c>[From]</c> yet.</summary>
    public const string NoCurrentValue = "NC0102";

    /// <summary>A reference to a name that nothing carries.</summary>
    public const string UnknownName = "NC0103";

    /// <summary>Two lines with one name.</summary>
    public const string DuplicateName = "NC0104";

    /// <summary>A reference to a name that a later line carries.</summary>
    public const string LaterName = "NC0105";

    /// <summary>Shapes that do not fit each other or the layer.</summary>
    public const string ShapeMismatch = "NC0106";

    /// <summary>An argument out of its range.</summary>
    public const string InvalidArgument = "NC0107";

    /// <summary>A layer after a loss.</summary>
    public const string LossNotLast = "NC0108";

    /// <summary>A loss whose value and target do not fit, or whose targets disagree.</summary>
    public const string TargetKind = "NC0109";

    /// <summary>A block that places itself.</summary>
    public const string BlockRecursion = "NC0110";

    /// <summary>A member of the user's that a generated member would meet.</summary>
    public const string MemberCollision = "NC0111";

    /// <summary><c>Shares</c> names something that has no parameters, or parameters of other shapes.</summary>
    public const string CannotShare = "NC0112";

    /// <summary>A <c>[Map]</c> function that cannot be translated.</summary>
    public const string MapFunction = "NC0113";

    /// <summary>A network that is larger than the compiler's limits.</summary>
    public const string TooLarge = "NC0114";

    /// <summary>Something that a later version will support.</summary>
    public const string NotSupported = "NC0115";

    /// <summary>A network that costs more than its <c>[Budget]</c> allows.</summary>
    public const string OverBudget = "NC0116";
}
