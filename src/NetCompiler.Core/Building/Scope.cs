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

    // The values of mistaken lines are unknown: null.
    private readonly Dictionary<string, (TensorValue? Value, AttributeLocation? Location, string ParameterPrefix)> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private TensorValue? _current;

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

    // Where a line is tried out: the real scope, and what stands for its values.
    private (Scope Real, TensorValue Operand)? TriedFor { get; init; }

    /// <summary>Whether lines are missing, so that a name that nothing carries may be theirs.</summary>
    public bool LacksLines { get; init; }

    /// <summary>The value that the next layer takes; null where the user must say, and where it is unknown.</summary>
    public TensorValue? Current
    {
        get => _current;
        set => (_current, IsUnknown) = (value, false);
    }

    /// <summary>Whether nobody knows what the next layer takes, because a line before is mistaken.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Says that nobody knows what the next layer takes.</summary>
    public void Forget() => (_current, IsUnknown) = (null, true);

    /// <summary>Takes over what another scope has come to.</summary>
    public void Continue(Scope other) => (_current, IsUnknown) = (other._current, other.IsUnknown);

    /// <summary>Makes a block's input known by its reserved name; null for an unknown one.</summary>
    public void DefineInput(TensorValue? value) => _names.Add(BlockInput, (value, null, string.Empty));

    /// <summary>Gives a value a name. One that is taken is a mistake, and stays what it was.</summary>
    public void Define(LayerContext context, string name, TensorValue value)
    {
        if (Taken(context, name) is { } mistake)
        {
            context.Network.Report(mistake);
            return;
        }

        _names.Add(name, (value, context.Line.Location, context.OwnPrefix));
        context.AddResult(value);
    }

    /// <summary>Makes a name of a mistaken line known, whose value is not. What another line has named stays.</summary>
    public void DefineUnknown(string name, AttributeLocation location)
    {
        if (!_names.TryGetValue(name, out var known) || known.Location == location)
        {
            _names[name] = (null, location, string.Empty);
        }
    }

    /// <summary>What is to be said where another line has a name already, else null.</summary>
    public DeclarationException? Taken(LayerContext context, string name) => !_names.TryGetValue(name, out var known) ? null
        : new DeclarationException(
            ErrorCodes.DuplicateName,
            IsBlock && name == BlockInput
                ? $"{context.Label}: \"input\" is the name of the block's own input. Choose another Name."
                : $"{context.Label}: the name '{name}' is taken. Names are unique in a network and in a block.",
            known.Location is null ? [] : [known.Location]);

    /// <summary>Whether a line has referred to this name.</summary>
    public bool IsUsed(string name) => _used.Contains(name);

    /// <summary>Whether a line before carries this name.</summary>
    public bool IsDefined(string name) => (TriedFor?.Real ?? this)._names.ContainsKey(name);

    public TensorValue Find(LayerContext context, string name) => Entry(context, name).Value;

    /// <summary>The same place in the network, for a line that is tried out: an operand stands for the current value and for all that have names.</summary>
    public Scope WithOperand(TensorValue operand) => new([], DisplayPrefix, ParameterPrefix, IsShared, SharedName, Arguments, IsBlock) { PlacedBy = PlacedBy, Current = operand, TriedFor = (this, operand) };

    /// <summary>What stands before the parameters of the layer of this name.</summary>
    public string FindPrefix(LayerContext context, string name) => Entry(context, name).ParameterPrefix;

    private (TensorValue Value, AttributeLocation? Location, string ParameterPrefix) Entry(LayerContext context, string name)
    {
        if (TriedFor is { } tried)
        {
            return tried.Real._names.TryGetValue(name, out var real) ? (tried.Operand, real.Location, real.ParameterPrefix) : tried.Real.Entry(context, name);
        }

        if (_names.TryGetValue(name, out var entry))
        {
            _used.Add(name);
            return (entry.Value ?? throw new UnknownValueException(), entry.Location, entry.ParameterPrefix);
        }

        LineDeclaration? later = lines.FirstOrDefault(line => line.Arguments.Any(argument =>
            (string.Equals(argument.Name, "Name", StringComparison.OrdinalIgnoreCase) && argument.Value.Text == name)
            || (line.Kind == SplitLayer.LayerKind && argument.Value.Items.Any(item => item.Text == name))));
        if (later is not null)
        {
            throw new DeclarationException(ErrorCodes.LaterName, $"{context.Label} refers to '{name}', which comes later ([{later.Kind}]). A network has no cycles: refer to lines before.", [later.Location]);
        }

        if (LacksLines)
        {
            throw new UnknownValueException();
        }

        string known = _names.Count == 0 ? "nothing has a name yet" : "known are " + string.Join(", ", _names.Keys.OrderBy(key => key, StringComparer.Ordinal).Select(key => "'" + key + "'"));
        string? meant = Nearest.Name(name, _names.Keys);
        string advice = meant is null ? $"Give a layer Name = \"{name}\"." : $"Did you mean '{meant}'?";
        var exception = new DeclarationException(ErrorCodes.UnknownName, $"{context.Label} refers to '{name}', which no line before carries; {known}. {advice}", []);
        throw meant is null ? exception : exception.With(new Suggestion(CorrectionKind.ReplaceText, name, meant, context));
    }
}
