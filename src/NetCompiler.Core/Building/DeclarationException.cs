using System;
using System.Collections.Generic;
using System.Globalization;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Building;

/// <summary>A mistake in the declaration, found while it is lowered. Ends the lowering of its line; becomes a <see cref="CompileError"/>.</summary>
internal sealed class DeclarationException(string code, string message, IReadOnlyList<AttributeLocation> additional) : Exception(message)
{
    private readonly List<Suggestion> _suggestions = [];

    public string Code { get; } = code;

    public IReadOnlyList<AttributeLocation> Additional { get; } = additional;

    /// <summary>Whether an argument was refused for itself, by its range or its type.</summary>
    public bool IsOfArgument { get; init; }

    /// <summary>Whether the build ends with it: what comes after it would take too long.</summary>
    public bool EndsBuild { get; init; }

    /// <summary>What would mend it, best first.</summary>
    public IReadOnlyList<Suggestion> Suggestions => _suggestions;

    /// <summary>Adds what would mend it.</summary>
    public DeclarationException With(params IEnumerable<Suggestion> suggestions)
    {
        _suggestions.AddRange(suggestions);
        return this;
    }

    /// <summary>Adds numbers that an argument of the failing line could have instead.</summary>
    public DeclarationException WithNumbers(string argument, params IEnumerable<int> numbers) => WithNumbers(null, argument, numbers);

    /// <summary>Adds numbers that an argument of another line could have instead; of the failing one where that is null.</summary>
    public DeclarationException WithNumbers(LayerContext? line, string argument, params IEnumerable<int> numbers)
    {
        foreach (int number in numbers)
        {
            _suggestions.Add(new Suggestion(CorrectionKind.SetArgument, argument, number.ToString(CultureInfo.InvariantCulture), line));
        }

        return this;
    }
}
