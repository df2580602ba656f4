using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Advice;

/// <summary>The lines of a network as it was lowered, and the values between them: blocks are placed, and references are followed.</summary>
internal sealed class LineGraph
{
    private readonly Dictionary<TensorValue, LayerContext> _makers = [];
    private readonly Dictionary<TensorValue, List<LayerContext>> _readers = [];
    private readonly HashSet<TensorValue> _outputs;
    private readonly Lazy<ValueRanges> _ranges;

    public LineGraph(NetworkModel model, bool streams)
    {
        // What hands a value on as it is, [From] or a dropout that drops nothing, is no line between two others.
        Lines = [.. model.Lines.Where(line => line.Penalizes || line.Result is null || !line.Operands.Contains(line.Result))];
        Streams = streams;
        _outputs = [.. model.OutputOrigins];
        _ranges = new Lazy<ValueRanges>(() => new ValueRanges(model.Builder.Values));
        foreach (LayerContext line in Lines)
        {
            foreach (TensorValue result in line.Results.Where(result => !_makers.ContainsKey(result)))
            {
                _makers.Add(result, line);
            }

            foreach (TensorValue operand in line.Operands)
            {
                if (!_readers.TryGetValue(operand, out List<LayerContext>? readers))
                {
                    _readers.Add(operand, readers = []);
                }

                readers.Add(line);
            }
        }
    }

    /// <summary>The lines, each after those that made its operands.</summary>
    public IReadOnlyList<LayerContext> Lines { get; }

    /// <summary>Whether the network also takes its sequences step by step.</summary>
    public bool Streams { get; }

    /// <summary>The line that made a value; null where none did.</summary>
    public LayerContext? Maker(TensorValue value) => _makers.TryGetValue(value, out LayerContext? line) ? line : null;

    /// <summary>The line that made the only operand of another; null where that has several, or none.</summary>
    public LayerContext? Before(LayerContext line) => line.Operands.Count == 1 ? Maker(line.Operands[0]) : null;

    /// <summary>The lines that read a value, losses and outputs among them.</summary>
    public IReadOnlyList<LayerContext> Readers(TensorValue value) => _readers.TryGetValue(value, out List<LayerContext>? readers) ? readers : [];

    /// <summary>Whether a value is an output.</summary>
    public bool IsOutput(TensorValue value) => _outputs.Contains(value);

    /// <summary>Whether one line alone reads a value, and the caller does not.</summary>
    public bool IsReadOnce(TensorValue value) => Readers(value).Count == 1 && !IsOutput(value);

    /// <summary>Between which numbers the elements of a value lie.</summary>
    public ValueRange Range(TensorValue value) => _ranges.Value.Of(value);

    /// <summary>Whether a line computes each element of its result from one element of its only operand, whatever the others are.</summary>
    public bool IsElementwise(LayerContext line) => line is { HasParameters: false, Operands.Count: 1, Result.Operation: MapOperation } && line.Result.Shape == line.Operands[0].Shape
        && line.Result.Operands.Count == 1 && line.Result.Operands[0] == line.Operands[0];

    /// <summary>Whether other lines have the parameters of this one, or it those of another.</summary>
    public bool IsShared(LayerContext line) => line.IsShared || (line.Name is { } name && line.Scope.IsUsed(name));

    /// <summary>Says something of a line.</summary>
    /// <param name="code">What.</param>
    /// <param name="line">The line.</param>
    /// <param name="message">The message, without the name of the line.</param>
    /// <param name="others">Other lines that take part.</param>
    /// <param name="suggestions">What would mend it.</param>
    public NetworkAdvice Advise(string code, LayerContext line, string message, IEnumerable<LayerContext> others, params Suggestion[] suggestions)
    {
        IEnumerable<AttributeLocation> places = others.SelectMany(other => new[] { other.Root, other.Line.Location }).Prepend(line.Line.Location);
        return new NetworkAdvice(
            code,
            line.Label + ": " + message,
            line.Root,
            places.Where(place => place != line.Root).Distinct().ToEquatableArray(),
            suggestions.Select(suggestion => (suggestion.Line ?? line).Resolve(suggestion)).OfType<Correction>().ToEquatableArray());
    }
}
