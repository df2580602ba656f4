using System;
using System.Collections.Generic;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Emission;

/// <summary>Writes scalar expressions as C# over vectors of one width, or over single numbers, and notes which helpers they need.</summary>
internal sealed class ScalarEmitter(VectorWidth width, HelperSet helpers)
{
    /// <summary>The C# of an expression. A function that occurs more than once becomes a local, which is written before.</summary>
    /// <param name="expression">What to write.</param>
    /// <param name="operands">The C# of each operand: values of this width.</param>
    /// <param name="code">Where locals go; the expression is to be used behind them, in the same block.</param>
    /// <param name="name">What the names of locals begin with: no other expression of the method may have it.</param>
    /// <param name="coordinates">The C# of coordinates, by axis from the last.</param>
    public string Emit(ScalarExpression expression, IReadOnlyList<string> operands, CodeWriter code, string name, Func<int, string>? coordinates = null)
    {
        ISet<ScalarExpression> shared = expression.RepeatedFunctions();
        var locals = new Dictionary<ScalarExpression, string>();
        coordinates ??= _ => throw new InvalidOperationException("No coordinates here.");
        return Write(expression);

        string Write(ScalarExpression node)
        {
            if (!shared.Contains(node))
            {
                return WriteNode(node, Write, operands, coordinates);
            }

            if (!locals.TryGetValue(node, out string? local))
            {
                string value = WriteNode(node, Write, operands, coordinates);
                local = name + "f" + Literal.Int(locals.Count);
                locals.Add(node, local);
                code.Line($"{width.Type} {local} = {value};");
            }

            return local;
        }
    }

    private string WriteNode(ScalarExpression expression, Func<ScalarExpression, string> inner, IReadOnlyList<string> operands, Func<int, string> coordinates)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return width.Constant(constant.Value);
            case OperandExpression operand:
                return operands[operand.Index];
            case CoordinateExpression coordinate:
                return coordinates(coordinate.AxisFromLast);
            case UnaryExpression unary:
                return Unary(unary.Kind, inner(unary.Argument));
            case BinaryExpression { Kind: BinaryKind.Add, Left: BinaryExpression { Kind: BinaryKind.Multiply } product } sum when !width.IsScalar:
                return MultiplyAdd(inner(product.Left), inner(product.Right), inner(sum.Right));
            case BinaryExpression { Kind: BinaryKind.Add, Right: BinaryExpression { Kind: BinaryKind.Multiply } product } sum when !width.IsScalar:
                return MultiplyAdd(inner(product.Left), inner(product.Right), inner(sum.Left));
            case BinaryExpression binary:
                return Binary(binary.Kind, inner(binary.Left), inner(binary.Right));
            case SelectExpression select:
                return Select(select, inner);
            default:
                throw new InvalidOperationException(expression.GetType().Name);
        }
    }

    private string Functions => width.Real.Functions();

    private string MultiplyAdd(string a, string b, string c) => $"{width.Name}.MultiplyAddEstimate({a}, {b}, {c})";

    private string Unary(UnaryKind kind, string a)
    {
        if (width.IsScalar)
        {
            return kind switch
            {
                UnaryKind.Negate => $"(-{a})",
                UnaryKind.Reciprocal => $"({width.Constant(1)} / {a})",
                UnaryKind.Relu => $"{Functions}.Max({width.Zero}, {a})",
                UnaryKind.Sigmoid => $"({width.Constant(1)} / ({width.Constant(1)} + {Functions}.Exp(-{a})))",
                UnaryKind.Sign => Helper(MathHelper.Sign, a),
                UnaryKind.Erf => Helper(MathHelper.Erf, a),
                UnaryKind.Expm1 => Helper(MathHelper.Expm1, a),
                UnaryKind.Softplus => Helper(MathHelper.Softplus, a),
                _ => $"{Functions}.{kind}({a})",
            };
        }

        return kind switch
        {
            UnaryKind.Negate => $"(-{a})",
            UnaryKind.Reciprocal => $"({width.Type}.One / {a})",

            // The native maximum returns its second operand where one is NaN: NaN passes.
            UnaryKind.Relu => $"{width.Name}.MaxNative({width.Zero}, {a})",
            UnaryKind.Exp => Helper(MathHelper.Exp, a),
            UnaryKind.Tanh => Helper(MathHelper.Tanh, a),
            UnaryKind.Sigmoid => Helper(MathHelper.Sigmoid, a),
            UnaryKind.Sign => Helper(MathHelper.Sign, a),
            UnaryKind.Sin => Helper(MathHelper.Sin, a),
            UnaryKind.Cos => Helper(MathHelper.Cos, a),
            UnaryKind.Erf => Helper(MathHelper.Erf, a),
            UnaryKind.Expm1 => Helper(MathHelper.Expm1, a),
            UnaryKind.Softplus => Helper(MathHelper.Softplus, a),
            _ => $"{width.Name}.{kind}({a})",
        };
    }

    private string Binary(BinaryKind kind, string a, string b) => kind switch
    {
        BinaryKind.Add => $"({a} + {b})",
        BinaryKind.Subtract => $"({a} - {b})",
        BinaryKind.Multiply => $"({a} * {b})",
        BinaryKind.Divide => $"({a} / {b})",
        BinaryKind.Pow when !width.IsScalar => Helper(MathHelper.Pow, a + ", " + b),
        _ => width.IsScalar ? $"{Functions}.{kind}({a}, {b})" : $"{width.Name}.{kind}({a}, {b})",
    };

    // The expression within c <= x ? c : x, the lesser of the two, or within x <= c ? c : y with such a y, the greater: what is a NaN remains one.
    private static bool IsBounded(ScalarExpression expression, bool isAbove, out double bound, out ScalarExpression within)
    {
        (bound, within) = (0, expression);
        if (expression is not SelectExpression { Kind: ComparisonKind.LessOrEqual, WhenTrue: ConstantExpression constant } select)
        {
            return false;
        }

        (ScalarExpression number, ScalarExpression compared) = isAbove ? (select.Left, select.Right) : (select.Right, select.Left);
        (bound, within) = (constant.Value, select.WhenFalse);
        bool isNested = !isAbove && IsBounded(select.WhenFalse, true, out double most, out ScalarExpression innermost) && constant.Value <= most && innermost.Equals(compared);
        return number.Equals(constant) && (within.Equals(compared) || isNested);
    }

    private string Select(SelectExpression select, Func<ScalarExpression, string> inner)
    {
        if (!width.IsScalar && IsBounded(select, true, out double most, out ScalarExpression below))
        {
            return $"{width.Name}.MinNative({width.Constant(most)}, {inner(below)})";
        }

        if (!width.IsScalar && IsBounded(select, false, out double least, out ScalarExpression above))
        {
            return $"{width.Name}.MaxNative({width.Constant(least)}, {inner(above)})";
        }

        string left = inner(select.Left);
        string right = inner(select.Right);
        if (width.IsScalar)
        {
            string sign = select.Kind switch
            {
                ComparisonKind.Less => "<",
                ComparisonKind.LessOrEqual => "<=",
                ComparisonKind.Equal => "==",
                _ => "!=",
            };

            // C# warns of a variable that is compared with itself, which asks whether it is a number.
            string condition = left != right || select.Kind == ComparisonKind.Less ? $"{left} {sign} {right}"
                : $"{(select.Kind == ComparisonKind.NotEqual ? string.Empty : "!")}{width.Type}.IsNaN({left})";
            return $"({condition} ? {inner(select.WhenTrue)} : {inner(select.WhenFalse)})";
        }

        string mask = select.Kind switch
        {
            ComparisonKind.Less => $"{width.Name}.LessThan({left}, {right})",
            ComparisonKind.LessOrEqual => $"{width.Name}.LessThanOrEqual({left}, {right})",
            ComparisonKind.Equal => $"{width.Name}.Equals({left}, {right})",
            _ => $"~{width.Name}.Equals({left}, {right})",
        };
        return select.WhenFalse is ConstantExpression { Value: 0 } ? $"({mask} & {inner(select.WhenTrue)})"
            : select.WhenTrue is ConstantExpression { Value: 0 } ? $"{width.Name}.AndNot({inner(select.WhenFalse)}, {mask})"
            : $"{width.Name}.ConditionalSelect({mask}, {inner(select.WhenTrue)}, {inner(select.WhenFalse)})";
    }

    private string Helper(MathHelper helper, string arguments)
    {
        helpers.Add(helper);
        return helper + "(" + arguments + ")";
    }
}
