using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Building;

/// <summary>The names and the current value of a network, or of one placing of a block.</summary>
internal sealed class Scope(
    IEnumerable<LineDeclaration> lines,
    string displayPrefix,
    string parameterPrefix,
    bool isShared,
    string? sharedName,
    IReadOnlyList<long>? arguments,
    bool isBlock)
{
    private const string BlockInput = "input";

    private readonly Dictionary<string, (TensorValue Value, AttributeLocation? Location, string ParameterPrefix)> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>What stands before the names of layers in here.</summary>
    public string DisplayPrefix { get; } = displayPrefix;

    /// <summary>What stands before the names of parameters in here: another's where they are shared.</summary>
    public string ParameterPrefix { get; } = parameterPrefix;

    public bool IsShared { get; } = isShared;

    public string? SharedName { get; } = sharedName;

    /// <summary>What Arg.A to Arg.D stand for; null in a network.</summary>
    public IReadOnlyList<long>? Arguments { get; } = arguments;

    public bool IsBlock { get; } = isBlock;

    /// <summary>The line that placed the block; null in a network.</summary>
    public LayerContext? PlacedBy { get; init; }

    /// <summary>The value that the next layer takes; null where the user must say.</summary>
    public TensorValue? Current { get; set; }

    /// <summary>Makes a block's input known by its reserved name.</summary>
    public void DefineInput(TensorValue value) => _names.Add(BlockInput, (value, null, string.Empty));

    public void Define(LayerContext context, string name, TensorValue value)
    {
        if (_names.TryGetValue(name, out var known))
        {
            throw new DeclarationException(
                ErrorCodes.DuplicateName,
                IsBlock && name == BlockInput
                    ? $"{context.Label}: \"input\" is the name of the block's own input. Choose another Name."
                    : $"{context.Label}: the name '{name}' is taken. Names are unique in a network and in a block.",
                known.Location is null ? [] : [known.Location]);
        }

        _names.Add(name, (value, context.Line.Location, context.OwnPrefix));
        context.AddResult(value);
    }

    /// <summary>Whether a line has referred to this name.</summary>
    public bool IsUsed(string name) => _used.Contains(name);

    /// <summary>Whether a line before carries this name.</summary>
    public bool IsDefined(string name) => _names.ContainsKey(name);

    public TensorValue Find(LayerContext context, string name) => Entry(context, name).Value;

    /// <summary>What stands before the parameters of the layer of this name.</summary>
    public string FindPrefix(LayerContext context, string name) => Entry(context, name).ParameterPrefix;

    private (TensorValue Value, AttributeLocation? Location, string ParameterPrefix) Entry(LayerContext context, string name)
    {
        if (_names.TryGetValue(name, out var entry))
        {
            _used.Add(name);
            return entry;
        }

        LineDeclaration? later = lines.FirstOrDefault(line => line.Arguments.Any(argument =>
            (string.Equals(argument.Name, "Name", StringComparison.OrdinalIgnoreCase) && argument.Value.Text == name)
            || (line.Kind == SplitLayer.LayerKind && argument.Value.Items.Any(item => item.Text == name))));
        if (later is not null)
        {
            throw new DeclarationException(ErrorCodes.LaterName, $"{context.Label} refers to '{name}', which comes later ([{later.Kind}]). A network has no cycles: refer to lines before.", [later.Location]);
        }

        string known = _names.Count == 0 ? "nothing has a name yet" : "known are " + string.Join(", ", _names.Keys.OrderBy(key => key, StringComparer.Ordinal).Select(key => "'" + key + "'"));
        string? meant = Nearest.Name(name, _names.Keys);
        string advice = meant is null ? $"Give a layer Name = \"{name}\"." : $"Did you mean '{meant}'?";
        var exception = new DeclarationException(ErrorCodes.UnknownName, $"{context.Label} refers to '{name}', which no line before carries; {known}. {advice}", []);
        throw meant is null ? exception : exception.With(new Suggestion(CorrectionKind.ReplaceText, name, meant, context));
    }
}
