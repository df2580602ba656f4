using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tensors.Scans;

/// <summary>
/// Writes a scan: its body value by value, then the scan itself. What does not depend on carries and is worth it is computed before the loop
/// (<see cref="ScanHoisting"/>). Every value of the body that a derivative may read is stacked beside what was asked for; what nothing reads in the end is removed by a pass.
/// </summary>
/// <param name="outer">The program that the scan is for.</param>
/// <param name="name">The body's name, for printed programs.</param>
/// <param name="steps">How many steps there are.</param>
/// <param name="isBackward">Whether the last step comes first.</param>
internal sealed class ScanBuilder(ProgramBuilder outer, string name, int steps, bool isBackward = false)
{
    private readonly List<(TensorValue Source, TensorValue Given)> _operands = [];
    private TensorValue? _scan;

    /// <summary>The body.</summary>
    public ProgramBuilder Body { get; } = new() { Label = outer.Label };

    /// <summary>A value of the outer program, the same at every step.</summary>
    public TensorValue Capture(string source, TensorValue given) => Source(SourceKind.Capture, source, given.Shape, given);

    /// <summary>The state before the step; <see cref="Next"/> gives the one after it.</summary>
    /// <param name="source">Its name.</param>
    /// <param name="initial">The state before the first step.</param>
    public TensorValue Carry(string source, TensorValue initial) => Source(SourceKind.Carry, source, initial.Shape, initial);

    /// <summary>This step's part of a value of the outer program that has the steps on axis 1.</summary>
    public TensorValue Element(string source, TensorValue given) => Source(SourceKind.Element, source, Shape.Of(given.Shape.Extents.Where((_, axis) => axis != 1)), given);

    /// <summary>The index of the step, an integer.</summary>
    public TensorValue Step() => Body.Add(new SourceOperation(SourceKind.Step, "step", Shape.Scalar, ElementKind.Integer));

    /// <summary>The state after the step.</summary>
    public void Next(string carry, TensorValue value) => Body.Result(ResultKind.Carry, carry, value);

    /// <summary>A value of every step. One of a carry's name is what the carry becomes, where a step does not keep it.</summary>
    public void Stack(string result, TensorValue value) => Body.Result(ResultKind.Stacked, result, value);

    /// <summary>A result: the state after the last step.</summary>
    public TensorValue Final(string carry) => outer.Add(new ItemOperation(ResultKind.Carry, carry), Finish());

    /// <summary>A result: a value of every step, with the steps on axis 1.</summary>
    public TensorValue Stacked(string result) => outer.Add(new ItemOperation(ResultKind.Stacked, result), Finish());

    /// <summary>Adds the scan to the outer program; the body is complete.</summary>
    public TensorValue Finish()
    {
        if (_scan is not null)
        {
            return _scan;
        }

        (TensorProgram body, Dictionary<string, TensorValue> given) = ScanHoisting.Run(outer, Body.Finish(name), _operands.ToDictionary(operand => operand.Source, operand => operand.Given), steps);
        var operation = new ScanOperation(WithResiduals(body), steps, isBackward);
        return _scan = outer.Add(operation, operation.Sources.Select(source => given[ScanOperation.SourceOf(source).Source]).ToArray());
    }

    private static TensorProgram WithResiduals(TensorProgram body)
    {
        var results = new List<ProgramResult>(body.Results);
        var dependence = new StepDependence(body.Values);
        foreach (TensorValue value in body.Values)
        {
            if (dependence.IsResidual(value) && !results.Any(result => result.Kind == ResultKind.Stacked && result.Value == value))
            {
                string residual = value.ToString();
                while (results.Any(result => result.Kind == ResultKind.Stacked && result.Name == residual))
                {
                    residual += "'";
                }

                results.Add(new ProgramResult(ResultKind.Stacked, residual, value));
            }
        }

        return new TensorProgram(body.Name, body.Values, results);
    }

    private TensorValue Source(SourceKind kind, string source, Shape shape, TensorValue given)
    {
        TensorValue value = Body.Add(new SourceOperation(kind, source, shape, given.Element));
        (TensorValue Source, TensorValue Given) known = _operands.FirstOrDefault(operand => operand.Source == value);
        if (known.Source is null)
        {
            _operands.Add((value, given));
        }
        else if (known.Given != given)
        {
            throw new ProgramException($"scan {name}: {source} is {known.Given} and {given}.");
        }

        return value;
    }
}
