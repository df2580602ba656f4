using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// A loop over steps. The body is a program of its own, whose sources are captures (the same at every step), carries (the state before the step), elements (this step's part
/// of a value with steps on axis 1) and the index of the step, and whose results are carries (the state after the step) and stacked values (one of every step). Operands: captures,
/// initial carries, elements, each in the order of the body's sources. The value has no elements; <see cref="ItemOperation"/> fetches results.
/// </summary>
/// <param name="Body">What a step computes. Its rows are independent of each other.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="IsBackward">Whether the last step comes first. Element t is read and stacked value t written at step t either way.</param>
internal sealed record ScanOperation(TensorProgram Body, int Steps, bool IsBackward) : Operation
{
    private static readonly SourceKind[] s_roles = [SourceKind.Capture, SourceKind.Carry, SourceKind.Element];

    public override string Name => "scan";

    public override ElementKind Element => ElementKind.Tuple;

    /// <summary>The body's sources in the order of the operands.</summary>
    public IReadOnlyList<TensorValue> Sources =>
        s_roles.SelectMany(role => Body.Values.Where(value => value.Operation is SourceOperation source && source.Kind == role)).ToArray();

    public static SourceOperation SourceOf(TensorValue source) => (SourceOperation)source.Operation;

    public override bool Takes(ElementKind element, int operand) => operand < Sources.Count && Sources[operand].Element == element;

    /// <summary>A result of the body, or null.</summary>
    public TensorValue? ResultOf(ResultKind kind, string name) => Body.Results.FirstOrDefault(result => result.Kind == kind && result.Name == name)?.Value;

    /// <summary>The name under which a value of the body is stacked, or null.</summary>
    public string? StackedAs(TensorValue value) => Body.Results.FirstOrDefault(result => result.Kind == ResultKind.Stacked && result.Value == value)?.Name;

    /// <summary>The name itself, or one like it that no source of the body has.</summary>
    public string FreeName(string name)
    {
        IReadOnlyList<TensorValue> sources = Sources;
        while (sources.Any(source => SourceOf(source).Source == name))
        {
            name += "'";
        }

        return name;
    }

    /// <summary>A shape of the body with the steps put in behind the rows.</summary>
    public Shape OverSteps(Shape shape) => OverSteps(shape, Steps);

    /// <summary>A shape of a body with the steps put in behind the rows.</summary>
    public static Shape OverSteps(Shape shape, int steps) => Shape.Of([shape[0], steps, .. shape.Extents.Skip(1)]);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, Sources.Count);
        for (int i = 0; i < operands.Count; i++)
        {
            SourceOperation source = SourceOf(Sources[i]);
            Shape expected = source.Kind == SourceKind.Element ? OverSteps(source.Shape) : source.Shape;
            if (operands[i].Shape != expected)
            {
                throw new ProgramException($"scan {Body.Name}: {source.Name} {source.Source} takes {expected}, not {operands[i].Shape}.");
            }
        }

        foreach (TensorValue value in Body.Values)
        {
            switch (value.Operation)
            {
                case SourceOperation { Kind: SourceKind.Carry } carry when ResultOf(ResultKind.Carry, carry.Source)?.Shape != value.Shape:
                    throw new ProgramException($"scan {Body.Name}: carry {carry.Source} {value.Shape} has no new value of that shape.");
                case SourceOperation { Kind: SourceKind.Element } element when !element.Shape.HasRows:
                    throw new ProgramException($"scan {Body.Name}: element {element.Source} {value.Shape} has no rows.");
                case SourceOperation { Kind: not (SourceKind.Capture or SourceKind.Carry or SourceKind.Element or SourceKind.Step) } or RandomMaskOperation or RandomUniformOperation or ScanOperation or CountOperation:
                    throw new ProgramException($"scan {Body.Name}: a body has no {value.Operation.Name}; it comes in as a capture or an element.");
                case ReduceOperation reduce when value.Operands[0].Shape.HasRows && reduce.Axes.Contains(0):
                case ContractOperation contract when value.Operands[0].Shape.HasRows && contract.LeftContracted.Contains(0):
                    throw new ProgramException($"scan {Body.Name}: {value} sums over rows, which are independent in a body.");
            }
        }

        foreach (ProgramResult result in Body.Results.Where(result => result.Kind is not (ResultKind.Carry or ResultKind.Stacked) || !result.Value.Shape.HasRows))
        {
            throw new ProgramException($"scan {Body.Name}: {result.Name} {result.Value.Shape} is {result.Kind}; results are carries and stacked values with rows.");
        }

        return Shape.Scalar;
    }

    public override string Print(IReadOnlyList<string> operands)
    {
        var text = new StringBuilder("scan \"" + Body.Name + "\" " + (IsBackward ? "backward" : "forward"));
        foreach (SourceKind role in s_roles)
        {
            string[] own = operands.Where((_, i) => SourceOf(Sources[i]).Kind == role).ToArray();
            if (own.Length > 0)
            {
                text.Append(role switch { SourceKind.Capture => " captures ", SourceKind.Carry => " carries ", _ => " elements " }).Append(string.Join(" ", own));
            }
        }

        return text.ToString();
    }
}

/// <summary>A result of a scan: the final state of a carry, or a stacked value with the steps on axis 1.</summary>
internal sealed record ItemOperation(ResultKind Kind, string Result) : Operation
{
    public override string Name => "item";

    public override bool Takes(ElementKind element, int operand) => element == ElementKind.Tuple;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        if (operands[0].Operation is not ScanOperation scan || scan.ResultOf(Kind, Result) is not { } value)
        {
            throw new ProgramException($"item: {operands[0]} ({operands[0].Operation.Name}) has no {Kind} {Result}.");
        }

        return Kind == ResultKind.Stacked ? scan.OverSteps(value.Shape) : value.Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => $"item {operands[0]} {Kind.ToString().ToLowerInvariant()} \"{Result}\"";
}
