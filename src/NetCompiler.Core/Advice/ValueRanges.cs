using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Advice;

/// <summary>Between which numbers the values of a program lie, as far as interval arithmetic over maps tells, and any number else.</summary>
internal sealed class ValueRanges
{
    private readonly Dictionary<TensorValue, ValueRange> _ranges = [];

    public ValueRanges(IEnumerable<TensorValue> values)
    {
        foreach (TensorValue value in values)
        {
            _ranges.Add(value, Compute(value));
        }
    }

    public ValueRange Of(TensorValue value) => _ranges[value];

    private ValueRange Compute(TensorValue value)
    {
        ValueRange[] operands = [.. value.Operands.Select(operand => _ranges[operand])];
        return value.Operation switch
        {
            MapOperation map => Of(map.Expression, operands),
            ConstantOperation constant => new ValueRange(constant.Value, constant.Value),
            RandomMaskOperation mask => new ValueRange(0, 1 / mask.Keep),
            FromBytesOperation bytes => bytes.Scales.Zip(bytes.Offsets, (scale, offset) => ValueRange.Spanning(offset, (255 * scale) + offset)).Aggregate((a, b) => a.Or(b)),
            ReshapeOperation or TransposeOperation or SliceOperation or BroadcastOperation or StopGradientOperation or StationaryOperation or PoolTakeOperation => operands[0],
            PadOperation => operands[0].Or(new ValueRange(0, 0)),
            ConcatOperation => operands.Aggregate((a, b) => a.Or(b)),
            ReduceOperation { Kind: ReduceKind.Max } => operands[0],
            ReduceOperation or PoolSumOperation when operands[0].Low >= 0 => new ValueRange(0, double.PositiveInfinity),
            _ => ValueRange.All,
        };
    }

    private static ValueRange Of(ScalarExpression expression, ValueRange[] operands)
    {
        switch (expression)
        {
            case ConstantExpression { Value: double.NaN }:
                return ValueRange.All;
            case ConstantExpression constant:
                return new ValueRange(constant.Value, constant.Value);
            case OperandExpression operand:
                return operands[operand.Index];
            case CoordinateExpression:
                return new ValueRange(0, double.PositiveInfinity);
            case UnaryExpression unary:
                return Of(unary.Kind, Of(unary.Argument, operands));
            case BinaryExpression binary:
                return Of(binary, Of(binary.Left, operands), Of(binary.Right, operands));
            case SelectExpression select:
                return Of(select.WhenTrue, Narrowed(select, operands, holds: true)).Or(Of(select.WhenFalse, Narrowed(select, operands, holds: false)));
            default:
                return ValueRange.All;
        }
    }

    // What a comparison of an operand with a number says of the operand where it holds, and where it does not.
    private static ValueRange[] Narrowed(SelectExpression select, ValueRange[] operands, bool holds)
    {
        if (select.Kind is not (ComparisonKind.Less or ComparisonKind.LessOrEqual))
        {
            return operands;
        }

        return (select.Left, select.Right) switch
        {
            (OperandExpression left, ConstantExpression right) => With(left.Index, holds ? new ValueRange(double.NegativeInfinity, right.Value) : new ValueRange(right.Value, double.PositiveInfinity)),
            (ConstantExpression left, OperandExpression right) => With(right.Index, holds ? new ValueRange(left.Value, double.PositiveInfinity) : new ValueRange(double.NegativeInfinity, left.Value)),
            _ => operands,
        };

        ValueRange[] With(int index, ValueRange part) => [.. operands.Select((range, i) => i == index ? range.And(part) : range)];
    }

    private static ValueRange Of(UnaryKind kind, ValueRange x) => kind switch
    {
        UnaryKind.Negate => x.Monotonic(value => -value),
        UnaryKind.Exp => x.Monotonic(Math.Exp),
        UnaryKind.Log when x.Low >= 0 => x.Monotonic(Math.Log),
        UnaryKind.Sqrt when x.Low >= 0 => x.Monotonic(Math.Sqrt),
        UnaryKind.Tanh => x.Monotonic(Math.Tanh),
        UnaryKind.Sigmoid => x.Monotonic(value => 1 / (1 + Math.Exp(-value))),
        UnaryKind.Expm1 => x.Monotonic(value => Math.Exp(value) - 1),
        UnaryKind.Softplus => x.Monotonic(value => value > 100 ? value : Math.Log(1 + Math.Exp(value))),
        UnaryKind.Relu => x.Monotonic(value => Math.Max(value, 0)),
        UnaryKind.Abs => x.Low >= 0 ? x : new ValueRange(x.High <= 0 ? -x.High : 0, Math.Max(-x.Low, x.High)),
        UnaryKind.Sign or UnaryKind.Sin or UnaryKind.Cos or UnaryKind.Erf => new ValueRange(-1, 1),
        UnaryKind.Reciprocal when x.Low > 0 => x.Monotonic(value => 1 / value),
        _ => ValueRange.All,
    };

    private static ValueRange Of(BinaryExpression expression, ValueRange a, ValueRange b)
    {
        switch (expression.Kind)
        {
            case BinaryKind.Add:
                return ValueRange.Spanning(a.Low + b.Low, a.High + b.High);
            case BinaryKind.Subtract:
                return ValueRange.Spanning(a.Low - b.High, a.High - b.Low);
            case BinaryKind.Multiply when expression.Left == expression.Right:
                return new ValueRange(0, double.PositiveInfinity);
            case BinaryKind.Multiply:
                return ValueRange.Spanning(Product(a.Low, b.Low), Product(a.Low, b.High), Product(a.High, b.Low), Product(a.High, b.High));
            case BinaryKind.Divide when b.Low > 0:
                return ValueRange.Spanning(a.Low / b.Low, a.Low / b.High, a.High / b.Low, a.High / b.High);
            case BinaryKind.Max:
                return new ValueRange(Math.Max(a.Low, b.Low), Math.Max(a.High, b.High));
            case BinaryKind.Min:
                return new ValueRange(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));
            default:
                return ValueRange.All;
        }
    }

    // 0 times a bound that is infinite is 0: the bound is never reached.
    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
