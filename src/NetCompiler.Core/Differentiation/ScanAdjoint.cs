using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using NetCompiler.Core.Tensors.Scans;

namespace NetCompiler.Core.Differentiation;

/// <summary>
/// Reverse mode through a scan: a scan in the opposite direction, whose body is reverse mode through the body. Its carries are the adjoints of the state. The adjoint of a capture, a sum over the
/// steps, is no carry: each rule that made it is linear in the adjoints, so that the last of them run once behind the loop, over all steps. contract a b over [0]x[0] of a step becomes
/// contract A B over [0, 1]x[0, 1] of what is stacked.
/// </summary>
internal static class ScanAdjoint
{
    /// <summary>Adds the adjoints of a scan's operands to what they have received.</summary>
    /// <param name="builder">Receives the new values.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="adjoints">The adjoints of its items.</param>
    /// <param name="contributions">The values whose adjoints are wanted, with what these are sums of.</param>
    public static void Add(ProgramBuilder builder, TensorValue scan, IReadOnlyDictionary<ItemOperation, TensorValue> adjoints, IReadOnlyDictionary<TensorValue, List<TensorValue>> contributions)
    {
        var image = new ScanImage(builder, scan);
        ScanOperation operation = image.Operation;
        var target = new ScanBuilder(builder, operation.Body.Name + " reverse", operation.Steps, !operation.IsBackward);
        List<(TensorValue, TensorValue?)> seeded = [];
        var carries = new List<(TensorValue Source, string Name)>();
        foreach (ProgramResult result in operation.Body.Results.Where(result => result.Value.Element == ElementKind.Real))
        {
            bool isGiven = adjoints.TryGetValue(new ItemOperation(result.Kind, result.Name), out TensorValue? adjoint);
            if (result.Kind == ResultKind.Carry)
            {
                string name = operation.FreeName("adjoint of " + result.Name);
                seeded.Add((image[result.Value], image.Source(SourceKind.Carry, name, result.Value.Shape, adjoint ?? builder.Constant(0, result.Value.Shape))));
                carries.Add((operation.Sources.First(source => ScanOperation.SourceOf(source) is { Kind: SourceKind.Carry } carry && carry.Source == result.Name), name));
            }
            else if (isGiven)
            {
                seeded.Add((image[result.Value], image.Source(SourceKind.Element, operation.FreeName("adjoint of stacked " + result.Name), result.Value.Shape, adjoint!)));
            }
        }

        TensorValue[] wanted = operation.Sources.Where(source => ScanOperation.SourceOf(source).Kind == SourceKind.Carry || (source.Element == ElementKind.Real && contributions.ContainsKey(image.Given(source)))).ToArray();
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(image.Copy, seeded, wanted.Select(source => image[source]).ToArray());
        foreach ((TensorValue source, string name) in carries)
        {
            target.Next(name, image.Import(target, gradients[image[source]]));
        }

        // What needs the finished scan comes after it.
        var received = new List<(TensorValue Operand, Func<TensorValue> Adjoint)>();
        foreach (TensorValue source in wanted.Where(source => contributions.ContainsKey(image.Given(source))))
        {
            SourceOperation primal = ScanOperation.SourceOf(source);
            TensorValue gradient = gradients[image[source]];
            if (primal.Kind == SourceKind.Carry)
            {
                string name = carries.First(carry => carry.Source == source).Name;
                received.Add((image.Given(source), () => target.Final(name)));
            }
            else if (primal.Kind == SourceKind.Element)
            {
                string name = "adjoint of " + primal.Source;
                target.Stack(name, image.Import(target, gradient));
                received.Add((image.Given(source), () => target.Stacked(name)));
            }
            else
            {
                received.Add((image.Given(source), OverSteps(builder, target, image, gradient)));
            }
        }

        foreach ((TensorValue operand, Func<TensorValue> adjoint) in received)
        {
            contributions[operand].Add(adjoint());
        }
    }

    // The sum over all steps of a value of the image; to be called when the scan is finished.
    private static Func<TensorValue> OverSteps(ProgramBuilder builder, ScanBuilder target, ScanImage image, TensorValue value)
    {
        int steps = image.Operation.Steps;
        if (value.Operation is ConstantOperation constant)
        {
            return () => builder.Constant(steps * constant.Value, value.Shape);
        }

        if (image.IsFixed(value))
        {
            return () => builder.Times(steps, image.Fixed(value));
        }

        if (value.Shape.HasRows)
        {
            Func<TensorValue> all = image.AtEveryStep(target, value);
            return () => builder.Reshape(builder.Sum(all(), 1), value.Shape);
        }

        switch (value.Operation)
        {
            case ContractOperation contract when value.Operands[0].Shape.HasRows && value.Operands[1].Shape.HasRows && contract.LeftContracted.Contains(0) && contract.RightContracted.Contains(0):
                EquatableArray<int> Moved(EquatableArray<int> axes, bool withSteps) => axes.SelectMany(axis => axis == 0 ? (withSteps ? new[] { 0, 1 } : [0]) : [axis + 1]).ToEquatableArray();
                var product = new ContractOperation(Moved(contract.LeftContracted, true), Moved(contract.RightContracted, true), Moved(contract.LeftBatch, false), Moved(contract.RightBatch, false));
                Func<TensorValue> left = image.AtEveryStep(target, value.Operands[0]);
                Func<TensorValue> right = image.AtEveryStep(target, value.Operands[1]);
                return () => builder.Add(product, left(), right());
            case ReduceOperation { Kind: ReduceKind.Sum } reduce when value.Operands[0].Shape.HasRows:
                Func<TensorValue> summed = image.AtEveryStep(target, value.Operands[0]);
                return () => builder.Reshape(builder.Sum(summed(), [0, 1, .. reduce.Axes.Where(axis => axis != 0).Select(axis => axis + 1)]), value.Shape);
            case ReduceOperation { Kind: ReduceKind.Sum } or ReshapeOperation or TransposeOperation or SliceOperation or PadOperation or BroadcastOperation or ResampleOperation:
                Func<TensorValue> viewed = OverSteps(builder, target, image, value.Operands[0]);
                return () => builder.Add(value.Operation, viewed());
            case ContractOperation when image.IsFixed(value.Operands[1]):
                Func<TensorValue> weighed = OverSteps(builder, target, image, value.Operands[0]);
                return () => builder.Add(value.Operation, weighed(), image.Fixed(value.Operands[1]));
            case ContractOperation when image.IsFixed(value.Operands[0]):
                Func<TensorValue> weighing = OverSteps(builder, target, image, value.Operands[1]);
                return () => builder.Add(value.Operation, image.Fixed(value.Operands[0]), weighing());
            case MapOperation map when KeepsSums(map.Expression, i => !image.IsFixed(value.Operands[i])):
                Func<TensorValue>[] terms = value.Operands.Select(operand => image.IsFixed(operand) ? () => image.Fixed(operand) : OverSteps(builder, target, image, operand)).ToArray();
                return () => builder.Map(map.Expression, terms.Select(term => term()).ToArray());
            default:
                throw new ProgramException($"scan {image.Operation.Body.Name}: the adjoint of a capture is made by {value.Operation.Name}, of which the sum over steps is not known.");
        }
    }

    // Whether an expression is linear in some of its operands together.
    private static bool KeepsSums(ScalarExpression expression, Func<int, bool> varies)
    {
        ScalarExpression? along = ScalarDerivative.Along(expression, index => varies(index) ? ScalarExpression.Operand(-1) : null);
        ScalarExpression atZero = expression.Rewrite(node => node is OperandExpression operand && varies(operand.Index) ? 0.0 : null);
        return along is not null && atZero is ConstantExpression { Value: 0 } && !along.Nodes().Any(node => node is OperandExpression operand && operand.Index >= 0 && varies(operand.Index));
    }
}
