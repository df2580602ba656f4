using NetCompiler.Core;
using NetCompiler.Core.Advice;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Models;

/// <summary>A diagnostic without syntax: comparable, and cheap to keep.</summary>
/// <param name="Id">One of <see cref="Diagnostics.DiagnosticIds"/> or of <see cref="ErrorCodes"/>.</param>
/// <param name="Arguments">What fills the placeholders of the message.</param>
/// <param name="Location">The attribute or class at fault.</param>
/// <param name="Additional">Further places.</param>
internal sealed record Problem(
    string Id,
    EquatableArray<string> Arguments,
    AttributeLocation Location,
    EquatableArray<AttributeLocation> Additional)
{
    /// <summary>What would mend it, best first: an editor's code fixes.</summary>
    public EquatableArray<Correction> Corrections { get; init; } = EquatableArray<Correction>.Empty;

    /// <summary>A problem in one place.</summary>
    public static Problem At(AttributeLocation location, string id, params string[] arguments) =>
        new(id, EquatableArray.Of(arguments), location, EquatableArray<AttributeLocation>.Empty);

    /// <summary>A mistake that the core found; its message is complete.</summary>
    public static Problem Of(CompileError error) =>
        new(error.Code, EquatableArray.Of(error.Message), error.Location, error.Additional) { Corrections = error.Corrections };

    /// <summary>What the core has to say of a network that compiles; its message is complete.</summary>
    public static Problem Of(NetworkAdvice advice) =>
        new(advice.Code, EquatableArray.Of(advice.Message), advice.Location, advice.Additional) { Corrections = advice.Corrections };
}
