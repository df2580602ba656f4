using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tensors.Scans;

/// <summary>What the values of a scan's body depend on.</summary>
internal sealed class StepDependence
{
    private readonly HashSet<TensorValue> _onCarries = [];
    private readonly HashSet<TensorValue> _onElements = [];
    private readonly HashSet<TensorValue> _onStep = [];

    public StepDependence(IEnumerable<TensorValue> values)
    {
        foreach (TensorValue value in values)
        {
            Mark(_onCarries, SourceKind.Carry, value);
            Mark(_onElements, SourceKind.Element, value);
            Mark(_onStep, SourceKind.Step, value);
        }
    }

    /// <summary>Whether a value is another one at every step because of the state.</summary>
    public bool IsOfCarries(TensorValue value) => _onCarries.Contains(value);

    /// <summary>Whether a value is the same at every step.</summary>
    public bool IsFixed(TensorValue value) => !_onCarries.Contains(value) && !_onElements.Contains(value) && !_onStep.Contains(value);

    /// <summary>Whether a value is made of captures, constants and the index of the step, so that a derivative computes it again.</summary>
    public bool IsRecomputed(TensorValue value) => !_onCarries.Contains(value) && !_onElements.Contains(value);

    /// <summary>Whether a derivative reads a value as it was computed.</summary>
    public bool IsResidual(TensorValue value) =>
        !IsRecomputed(value) && value.Element == ElementKind.Real && value.Operation is not SourceOperation { Kind: SourceKind.Element } && value.Shape.HasRows;

    private static void Mark(HashSet<TensorValue> set, SourceKind kind, TensorValue value)
    {
        if ((value.Operation is SourceOperation source && source.Kind == kind) || value.Operands.Any(set.Contains))
        {
            set.Add(value);
        }
    }
}
