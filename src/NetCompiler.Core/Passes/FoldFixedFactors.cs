using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Takes what depends on parameters and state alone out of the maps of a function that hoists such work: map f(x · a + b) with a and b computed once.
/// A factor of a product's result goes into the product's weights: (x W) · a = x (W · a), which is how a batch normalisation disappears in inference.
/// </summary>
internal sealed class FoldFixedFactors
{
    private readonly ProgramBuilder _builder = new();
    private readonly Dictionary<TensorValue, TensorValue> _values = [];
    private readonly Dictionary<TensorValue, int> _uses = [];
    private readonly HashSet<TensorValue> _fixed = [];

    private FoldFixedFactors(TensorProgram program)
    {
        foreach (TensorValue operand in program.Values.SelectMany(value => value.Operands.Distinct()).Concat(program.Results.Select(result => result.Value)))
        {
            _uses[operand] = Uses(operand) + 1;
        }
    }

    public static TensorProgram Run(TensorProgram program) => new FoldFixedFactors(program).Rewrite(program);

    private TensorProgram Rewrite(TensorProgram program)
    {
        foreach (TensorValue value in program.Values)
        {
            _builder.Label = value.Label;
            if (!value.Shape.HasRows && (value.Operation is SourceOperation { Kind: SourceKind.Parameter or SourceKind.State } or ConstantOperation
                || (value.Operands.Count > 0 && value.Operands.All(_fixed.Contains))))
            {
                _fixed.Add(value);
            }

            bool splits = value.Operation is MapOperation map && !_fixed.Contains(value) && value.Operands.Any(_fixed.Contains)
                && !map.Expression.Nodes().Any(node => node is CoordinateExpression);
            _values.Add(value, splits ? Split(value) : _builder.Add(value.Operation, value.Operands.Select(operand => _values[operand]).ToArray()));
        }

        foreach (ProgramResult result in program.Results)
        {
            _builder.Result(result.Kind, result.Name, _values[result.Value]);
        }

        return ProgramRewriter.RemoveDead(_builder.Finish(program.Name));
    }

    private int Uses(TensorValue value) => _uses.TryGetValue(value, out int count) ? count : 0;

    private TensorValue Split(TensorValue value)
    {
        ScalarExpression expression = ((MapOperation)value.Operation).Expression;

        // The new map's operands stand behind the old one's while both are about.
        int olds = value.Operands.Count;
        var arguments = new List<TensorValue>();
        ScalarExpression split = Realize(Affine(expression));
        return _builder.Map(split.Renumber(Enumerable.Range(-olds, olds + arguments.Count).ToArray()), arguments.ToArray());

        // An expression as core · factor + term, where factor and term are fixed; no core where all of it is.
        (ScalarExpression? Core, ScalarExpression Factor, ScalarExpression Term) Affine(ScalarExpression node)
        {
            if (node.Nodes().All(inner => inner is not OperandExpression operand || _fixed.Contains(value.Operands[operand.Index])))
            {
                return (null, 0, node);
            }

            switch (node)
            {
                case OperandExpression:
                    return (node, 1, 0);
                case UnaryExpression { Kind: UnaryKind.Negate } unary:
                    var negated = Affine(unary.Argument);
                    return (negated.Core, -negated.Factor, -negated.Term);
                case BinaryExpression { Kind: BinaryKind.Add or BinaryKind.Subtract or BinaryKind.Multiply or BinaryKind.Divide } binary:
                    var left = Affine(binary.Left);
                    var right = Affine(binary.Right);
                    switch (binary.Kind)
                    {
                        case BinaryKind.Add when right.Core is null:
                            return (left.Core, left.Factor, left.Term + right.Term);
                        case BinaryKind.Add when left.Core is null:
                            return (right.Core, right.Factor, left.Term + right.Term);
                        case BinaryKind.Subtract when right.Core is null:
                            return (left.Core, left.Factor, left.Term - right.Term);
                        case BinaryKind.Subtract when left.Core is null:
                            return (right.Core, -right.Factor, left.Term - right.Term);
                        case BinaryKind.Multiply when right.Core is null:
                            return (left.Core, left.Factor * right.Term, left.Term * right.Term);
                        case BinaryKind.Multiply when left.Core is null:
                            return (right.Core, left.Term * right.Factor, left.Term * right.Term);
                        case BinaryKind.Divide when right.Core is null:
                            return (left.Core, left.Factor / right.Term, left.Term / right.Term);
                    }

                    return (ScalarExpression.Of(binary.Kind, Realize(left), Realize(right)), 1, 0);
                default:
                    return (node.WithChildren(node.Children.Select(child => Realize(Affine(child))).ToArray()), 1, 0);
            }
        }

        // The expression over the new operands. Cores that are not an operand are already.
        ScalarExpression Realize((ScalarExpression? Core, ScalarExpression Factor, ScalarExpression Term) part)
        {
            if (part.Core is null)
            {
                return Fixed(part.Term);
            }

            if (part.Core is not OperandExpression operand || operand.Index >= olds)
            {
                return (part.Core * Fixed(part.Factor)) + Fixed(part.Term);
            }

            TensorValue old = value.Operands[operand.Index];
            bool occursOnce = expression.Nodes().Count(node => node.Equals(operand)) == 1;
            if (occursOnce && part.Factor is not ConstantExpression && Weighted(old, part.Factor) is { } weighted)
            {
                return Argument(weighted) + Fixed(part.Term);
            }

            return (Argument(_values[old]) * Fixed(part.Factor)) + Fixed(part.Term);
        }

        // A fixed expression: a number, an operand, or a map of its own.
        ScalarExpression Fixed(ScalarExpression part) =>
            part is ConstantExpression ? part : Argument(FixedValue(part));

        TensorValue FixedValue(ScalarExpression part)
        {
            if (part is OperandExpression alone)
            {
                return _values[value.Operands[alone.Index]];
            }

            int[] used = Enumerable.Range(0, olds).Where(part.Uses).ToArray();
            int[] renumbered = Enumerable.Range(0, olds).Select(i => System.Array.IndexOf(used, i)).ToArray();
            return _builder.Map(part.Renumber(renumbered), used.Select(i => _values[value.Operands[i]]).ToArray());
        }

        // A product with the factor in its weights; null where the product has another use or the factor is not one for each of its outputs.
        TensorValue? Weighted(TensorValue product, ScalarExpression factor)
        {
            bool isProduct = product.Operation is ContractOperation { LeftBatch.Count: 0, RightContracted: { Count: 1 } contracted } && contracted[0] == 1
                || product.Operation is DepthwiseOperation { Form: ConvolveForm.Output };
            if (!isProduct || Uses(product) != 1 || product.Shape != value.Shape || !_fixed.Contains(product.Operands[1]) || product.Operands[1].Shape.Rank != 2)
            {
                return null;
            }

            TensorValue factors = FixedValue(factor);
            TensorValue weights = _values[product.Operands[1]];
            int outputs = weights.Shape[0].Maximum;
            bool isByOutput = factors.Shape.Length == outputs && factors.Shape.Last == outputs;
            return isByOutput
                ? _builder.Add(product.Operation, _values[product.Operands[0]], _builder.Times(weights, _builder.Reshape(factors, Shape.Of(outputs, 1))))
                : null;
        }

        ScalarExpression Argument(TensorValue argument)
        {
            int index = arguments.IndexOf(argument);
            if (index < 0)
            {
                index = arguments.Count;
                arguments.Add(argument);
            }

            return ScalarExpression.Operand(olds + index);
        }
    }
}
