using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tensors.Scans;

/// <summary>
/// Takes out of a scan's body what does not need the loop: what is the same at every step is computed once, and products of elements, with all that
/// elements and captures alone make of them, are computed for all steps at once. contract x W over [1]x[1] of a step becomes contract X W over [2]x[1].
/// </summary>
internal static class ScanHoisting
{
    /// <summary>Divides a body.</summary>
    /// <param name="outer">Receives what comes before the loop.</param>
    /// <param name="body">The body.</param>
    /// <param name="given">The operand of each of its sources.</param>
    /// <param name="steps">How many steps there are.</param>
    /// <returns>What remains of the body, and the operand of each of its sources, by name.</returns>
    public static (TensorProgram Body, Dictionary<string, TensorValue> Given) Run(ProgramBuilder outer, TensorProgram body, IReadOnlyDictionary<TensorValue, TensorValue> given, int steps)
    {
        var dependence = new StepDependence(body.Values);
        var before = new Before(outer, dependence, given, steps);
        HashSet<TensorValue> hoisted = Hoisted(body, dependence, before);
        var rest = new ProgramBuilder();
        var map = new Dictionary<TensorValue, TensorValue>();
        var operands = new Dictionary<string, TensorValue>();

        // A derivative of a body finds what was hoisted before, under such a name.
        var taken = new HashSet<string>(body.Values.Select(value => value.Operation).OfType<SourceOperation>().Select(source => source.Source));
        string NameOf(TensorValue value)
        {
            string name = "before " + value;
            while (taken.Contains(name))
            {
                name += "'";
            }

            return name;
        }

        foreach (TensorValue value in body.Values)
        {
            rest.Label = value.Label;
            if (value.Operation is SourceOperation source)
            {
                map.Add(value, rest.Add(source));
                if (given.TryGetValue(value, out TensorValue? operand))
                {
                    operands.Add(source.Source, operand);
                }
            }
            else if (hoisted.Contains(value))
            {
                // What remains reads only the last values that are hoisted: the others disappear with the sources that nothing reads.
                bool isFixed = dependence.IsFixed(value);
                string name = NameOf(value);
                map.Add(value, rest.Add(new SourceOperation(isFixed ? SourceKind.Capture : SourceKind.Element, name, value.Shape, value.Element)));
            }
            else
            {
                map.Add(value, rest.Add(value.Operation, value.Operands.Select(item => map[item]).ToArray()));
            }
        }

        foreach (ProgramResult result in body.Results)
        {
            rest.Result(result.Kind, result.Name, map[result.Value]);
        }

        TensorProgram remains = WithoutUnread(rest.Finish(body.Name));
        foreach (TensorValue value in body.Values.Where(value => hoisted.Contains(value)))
        {
            string name = NameOf(value);
            if (remains.Values.Any(left => left.Operation is SourceOperation source && source.Source == name))
            {
                operands.Add(name, before.Of(value));
            }
        }

        return (remains, operands);
    }

    /// <summary>A body without sources and values that no result needs.</summary>
    private static TensorProgram WithoutUnread(TensorProgram body)
    {
        var live = new HashSet<TensorValue>(body.Results.Select(result => result.Value));
        foreach (TensorValue value in body.Values.Reverse().Where(value => live.Contains(value)))
        {
            live.UnionWith(value.Operands);
        }

        var builder = new ProgramBuilder();
        var map = new Dictionary<TensorValue, TensorValue>();
        foreach (TensorValue value in body.Values.Where(value => live.Contains(value) || value.Operation is SourceOperation { Kind: SourceKind.Carry }))
        {
            builder.Label = value.Label;
            map.Add(value, builder.Add(value.Operation, value.Operands.Select(operand => map[operand]).ToArray()));
        }

        foreach (ProgramResult result in body.Results)
        {
            builder.Result(result.Kind, result.Name, map[result.Value]);
        }

        return builder.Finish(body.Name);
    }

    // What is fixed, if it is computed at all; and of the elements, products and what only needs them, with what they are made of.
    private static HashSet<TensorValue> Hoisted(TensorProgram body, StepDependence dependence, Before before)
    {
        var hoisted = new HashSet<TensorValue>();
        var products = new HashSet<TensorValue>();
        foreach (TensorValue value in body.Values.Where(value => value.Operation is not (SourceOperation or ConstantOperation or RuntimeScalarOperation)))
        {
            if (dependence.IsFixed(value))
            {
                hoisted.Add(value);
            }
            else if (before.CanHold(value) && (value.Operation is ContractOperation || value.Operands.Any(products.Contains)))
            {
                products.Add(value);
                hoisted.Add(value);
            }
        }

        return hoisted;
    }

    /// <summary>Values of the body as they are before the loop: fixed ones as they are, the others with steps on axis 1.</summary>
    private sealed class Before(ProgramBuilder outer, StepDependence dependence, IReadOnlyDictionary<TensorValue, TensorValue> given, int steps)
    {
        private readonly Dictionary<TensorValue, TensorValue> _values = [];
        private readonly Dictionary<TensorValue, bool> _canHold = [];

        /// <summary>Whether a value can be computed for all steps at once.</summary>
        public bool CanHold(TensorValue value)
        {
            if (!_canHold.TryGetValue(value, out bool can))
            {
                can = dependence.IsFixed(value) || (!dependence.IsOfCarries(value) && value.Shape.HasRows && value.Element == ElementKind.Real && value.Operands.All(CanHoldOperand) && HasForm(value));
                _canHold.Add(value, can);
            }

            return can;
        }

        private bool CanHoldOperand(TensorValue operand) => operand.Operation is SourceOperation { Kind: SourceKind.Element } || CanHold(operand);

        private bool HasForm(TensorValue value) => value.Operation switch
        {
            MapOperation map => !map.Expression.Nodes().Any(node => node is CoordinateExpression coordinate && coordinate.AxisFromLast >= value.Shape.Rank - 1)
                && value.Operands.All(operand => operand.Shape.Rank <= 1 || operand.Shape.Rank == value.Shape.Rank || !operand.Shape.HasRows),

            // Rows on the left only, and the other factor the same at every step.
            ContractOperation contract => dependence.IsFixed(value.Operands[1]) && !value.Operands[1].Shape.HasRows && contract.LeftBatch.Count == 0 && !contract.LeftContracted.Contains(0),
            ReduceOperation reduce => !reduce.Axes.Contains(0),
            ReshapeOperation or SliceOperation or PadOperation or ConcatOperation or BroadcastOperation or ResampleOperation => true,
            TransposeOperation transpose => transpose.Permutation[0] == 0,
            _ => false,
        };

        public TensorValue Of(TensorValue value)
        {
            if (!_values.TryGetValue(value, out TensorValue? known))
            {
                string label = outer.Label;
                known = Make(value);
                outer.Label = label;
                _values.Add(value, known);
            }

            return known;
        }

        private TensorValue Make(TensorValue value)
        {
            if (value.Operation is SourceOperation)
            {
                return given[value];
            }

            TensorValue[] operands = value.Operands.Select(Of).ToArray();
            outer.Label = value.Label;
            if (dependence.IsFixed(value))
            {
                return outer.Add(value.Operation, operands);
            }

            // A fixed value with rows meets every step.
            TensorValue Aligned(int i) => dependence.IsFixed(value.Operands[i]) && value.Operands[i].Shape.HasRows
                ? outer.Reshape(operands[i], ScanOperation.OverSteps(value.Operands[i].Shape, 1))
                : operands[i];
            TensorValue Stepwise(int i) => dependence.IsFixed(value.Operands[i])
                ? outer.Broadcast(Aligned(i), ScanOperation.OverSteps(value.Operands[i].Shape, steps))
                : operands[i];
            return value.Operation switch
            {
                MapOperation => outer.Add(value.Operation, operands.Select((_, i) => Aligned(i)).ToArray()),
                ContractOperation contract => outer.Add(contract with { LeftContracted = contract.LeftContracted.Select(Moved).ToEquatableArray() }, operands),
                ReduceOperation reduce => outer.Add(reduce with { Axes = reduce.Axes.Select(Moved).ToEquatableArray() }, operands),
                ReshapeOperation => outer.Reshape(operands[0], ScanOperation.OverSteps(value.Shape, steps)),
                BroadcastOperation => outer.Broadcast(operands[0], ScanOperation.OverSteps(value.Shape, steps)),
                SliceOperation slice => outer.Add(slice with { Axis = Moved(slice.Axis) }, operands),
                PadOperation pad => outer.Add(pad with { Axis = Moved(pad.Axis) }, operands),
                ConcatOperation concat => outer.Add(new ConcatOperation(Moved(concat.Axis)), operands.Select((_, i) => Stepwise(i)).ToArray()),
                ResampleOperation resample => outer.Add(resample with { Axis = Moved(resample.Axis) }, operands),
                TransposeOperation transpose => outer.Add(new TransposeOperation(new[] { 0, 1 }.Concat(transpose.Permutation.Skip(1).Select(Moved)).ToEquatableArray()), operands),
                _ => throw new ProgramException($"{value.Operation.Name} cannot be computed for all steps at once."),
            };
        }

        private static int Moved(int axis) => axis == 0 ? 0 : axis + 1;
    }
}
