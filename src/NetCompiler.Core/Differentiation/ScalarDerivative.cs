using System;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Differentiation;

/// <summary>
/// Symbolic derivatives of scalar expressions. At kinks they take PyTorch's values: relu'(0) = 0, abs'(0) = 0, and of two equal
/// arguments of max or min each gets half.
/// </summary>
internal static class ScalarDerivative
{
    /// <summary>The partial derivative by one operand; 0 where the expression does not depend on it.</summary>
    public static ScalarExpression Of(ScalarExpression expression, int operand) =>
        Along(expression, index => index == operand ? 1 : null) ?? 0;

    /// <summary>
    /// The derivative along a direction: the sum of each partial derivative times the tangent of its operand. With the tangent of one
    /// operand alone that is a vector-Jacobian product of the map as well, with the adjoint in the tangent's place: being linear
    /// in it, the factor stands inside selections, where an infinite adjoint of an unselected branch does no harm.
    /// </summary>
    /// <param name="expression">What is differentiated.</param>
    /// <param name="tangent">The tangent of an operand; null is zero.</param>
    /// <param name="result">What the whole expression's value is known as: takes its place wherever it occurs in the derivative, so
    /// that a hyperbolic tangent is not computed again and a relu needs only its result. Null to leave it.</param>
    /// <returns>Null where the derivative is zero whatever the operands are.</returns>
    public static ScalarExpression? Along(ScalarExpression expression, Func<int, ScalarExpression?> tangent, ScalarExpression? result = null)
    {
        ScalarExpression? derivative = Tangent(expression, tangent);
        return result is null || expression.Children.Count == 0 ? derivative : derivative?.Rewrite(node => node.Equals(expression) ? result : null);
    }

    private static ScalarExpression? Tangent(ScalarExpression expression, Func<int, ScalarExpression?> tangent)
    {
        switch (expression)
        {
            case ConstantExpression or CoordinateExpression:
                return null;
            case OperandExpression operand:
                return tangent(operand.Index);
            case UnaryExpression unary:
                return Tangent(unary.Argument, tangent) is { } inner ? Unary(unary, inner) : null;
            case BinaryExpression binary:
                return Binary(binary, Tangent(binary.Left, tangent), Tangent(binary.Right, tangent));
            case SelectExpression select:
                ScalarExpression? whenTrue = Tangent(select.WhenTrue, tangent);
                ScalarExpression? whenFalse = Tangent(select.WhenFalse, tangent);
                return whenTrue is null && whenFalse is null
                    ? null
                    : ScalarExpression.Select(select.Kind, select.Left, select.Right, whenTrue ?? 0, whenFalse ?? 0);
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no derivative: add it to {nameof(ScalarDerivative)}.");
        }
    }

    /// <summary>f is the function's own value, x its argument and t the argument's tangent.</summary>
    private static ScalarExpression? Unary(UnaryExpression f, ScalarExpression t)
    {
        ScalarExpression x = f.Argument;
        return f.Kind switch
        {
            UnaryKind.Negate => -t,
            UnaryKind.Reciprocal => -(f * f) * t,
            UnaryKind.Exp => f * t,
            UnaryKind.Log => t / x,
            UnaryKind.Sqrt => 0.5 * t / f,
            UnaryKind.Tanh => (1 - f * f) * t,
            UnaryKind.Sigmoid => f * (1 - f) * t,

            // Over the result, and such that NaN lets the tangent pass, as PyTorch's threshold_backward does.
            UnaryKind.Relu => ScalarExpression.Select(ComparisonKind.LessOrEqual, f, 0, 0, t),
            UnaryKind.Abs => ScalarExpression.Of(UnaryKind.Sign, x) * t,
            UnaryKind.Sign => null,
            UnaryKind.Sin => ScalarExpression.Of(UnaryKind.Cos, x) * t,
            UnaryKind.Cos => -ScalarExpression.Of(UnaryKind.Sin, x) * t,
            UnaryKind.Erf => 2 / Math.Sqrt(Math.PI) * ScalarExpression.Of(UnaryKind.Exp, -(x * x)) * t,
            UnaryKind.Expm1 => ScalarExpression.Of(UnaryKind.Exp, x) * t,
            UnaryKind.Softplus => ScalarExpression.Of(UnaryKind.Sigmoid, x) * t,
            _ => throw new InvalidOperationException($"{f.Kind} has no derivative: add it to {nameof(ScalarDerivative)}."),
        };
    }

    /// <summary>f is the function's own value, a and b its arguments, u and v their tangents; null is zero.</summary>
    private static ScalarExpression? Binary(BinaryExpression f, ScalarExpression? u, ScalarExpression? v)
    {
        ScalarExpression a = f.Left;
        ScalarExpression b = f.Right;
        switch (f.Kind)
        {
            case BinaryKind.Add:
                return Sum(u, v);
            case BinaryKind.Subtract:
                return Difference(u, v);
            case BinaryKind.Multiply when a.Equals(b):
                return u is null ? null : 2 * (a * u);
            case BinaryKind.Multiply:
                return Sum(u is null ? null : b * u, v is null ? null : a * v);
            case BinaryKind.Divide:
                return Difference(u, v is null ? null : f * v) is { } numerator ? numerator / b : null;
            case BinaryKind.Max:
                return Sum(u is null ? null : Chosen(b, a, u), v is null ? null : Chosen(a, b, v));
            case BinaryKind.Min:
                return Sum(u is null ? null : Chosen(a, b, u), v is null ? null : Chosen(b, a, v));
            case BinaryKind.Pow:
                return Sum(u is null ? null : PowerByBase(a, b, u), v is null ? null : PowerByExponent(f, v));
            default:
                throw new InvalidOperationException($"{f.Kind} has no derivative: add it to {nameof(ScalarDerivative)}.");
        }
    }

    /// <summary>The tangent where <paramref name="small"/> is below <paramref name="large"/>, half of it where they are equal, else zero; with NaN the tangent, as PyTorch's maximum.</summary>
    private static ScalarExpression Chosen(ScalarExpression small, ScalarExpression large, ScalarExpression tangent) =>
        ScalarExpression.Select(
            ComparisonKind.Equal,
            small,
            large,
            0.5 * tangent,
            ScalarExpression.Select(ComparisonKind.Less, large, small, 0, tangent));

    /// <summary>y x^(y - 1) t. Zero for y = 0 even at x = 0, where the formula's power is infinite.</summary>
    private static ScalarExpression? PowerByBase(ScalarExpression x, ScalarExpression y, ScalarExpression t)
    {
        if (y is ConstantExpression constant)
        {
            return constant.Value == 0 ? null : constant.Value * ScalarExpression.Of(BinaryKind.Pow, x, constant.Value - 1) * t;
        }

        return ScalarExpression.Select(ComparisonKind.Equal, y, 0, 0, y * ScalarExpression.Of(BinaryKind.Pow, x, y - 1) * t);
    }

    /// <summary>x^y log(x) t. Zero for x = 0 and y not negative, the limit, where the formula is 0 times minus infinity.</summary>
    private static ScalarExpression PowerByExponent(BinaryExpression f, ScalarExpression t)
    {
        ScalarExpression x = f.Left;
        ScalarExpression formula = f * ScalarExpression.Of(UnaryKind.Log, x) * t;
        return x is ConstantExpression { Value: not 0 }
            ? formula
            : ScalarExpression.Select(
                ComparisonKind.Equal,
                x,
                0,
                ScalarExpression.Select(ComparisonKind.LessOrEqual, 0, f.Right, 0, formula),
                formula);
    }

    private static ScalarExpression? Sum(ScalarExpression? a, ScalarExpression? b) => a is null ? b : b is null ? a : a + b;

    private static ScalarExpression? Difference(ScalarExpression? a, ScalarExpression? b) => b is null ? a : a is null ? -b : a - b;
}
