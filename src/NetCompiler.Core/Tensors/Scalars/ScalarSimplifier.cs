using System;

namespace NetCompiler.Core.Tensors.Scalars;

/// <summary>
/// Makes nodes of scalar expressions, already simplified. Only + - x / and square roots of constants are folded: other functions may
/// differ between the machine that compiles and the one that runs.
/// </summary>
internal static class ScalarSimplifier
{
    public static ScalarExpression Unary(UnaryKind kind, ScalarExpression a) => (kind, a) switch
    {
        (UnaryKind.Negate, ConstantExpression c) => -c.Value,
        (UnaryKind.Sqrt, ConstantExpression c) => Math.Sqrt(c.Value),
        (UnaryKind.Reciprocal, ConstantExpression c) => 1 / c.Value,
        (UnaryKind.Abs, ConstantExpression c) => Math.Abs(c.Value),

        // -(-x) = x
        (UnaryKind.Negate, UnaryExpression { Kind: UnaryKind.Negate } inner) => inner.Argument,
        _ => new UnaryExpression(kind, a),
    };

    public static ScalarExpression Binary(BinaryKind kind, ScalarExpression a, ScalarExpression b)
    {
        if (kind != BinaryKind.Pow && a is ConstantExpression left && b is ConstantExpression right)
        {
            return Evaluate(kind, left.Value, right.Value);
        }

        return kind switch
        {
            // x + 0 = x (and -0 + 0, which is 0, is not told apart from -0)
            BinaryKind.Add when Is(a, 0) => b,
            BinaryKind.Add when Is(b, 0) => a,
            BinaryKind.Add when b is UnaryExpression { Kind: UnaryKind.Negate } negated => Binary(BinaryKind.Subtract, a, negated.Argument),

            // x - 0 = x, 0 - x = -x
            BinaryKind.Subtract when Is(b, 0) => a,
            BinaryKind.Subtract when Is(a, 0) => Unary(UnaryKind.Negate, b),

            // 1 x = x, -1 x = -x. 0 x stays: it is NaN for an infinite x.
            BinaryKind.Multiply when Is(a, 1) => b,
            BinaryKind.Multiply when Is(b, 1) => a,
            BinaryKind.Multiply when Is(a, -1) => Unary(UnaryKind.Negate, b),
            BinaryKind.Multiply when Is(b, -1) => Unary(UnaryKind.Negate, a),

            // c (d x) = (c d) x
            BinaryKind.Multiply when a is ConstantExpression c && b is BinaryExpression { Kind: BinaryKind.Multiply, Left: ConstantExpression d } product =>
                Binary(BinaryKind.Multiply, c.Value * d.Value, product.Right),

            // A constant factor stands first, so that the rule above finds it.
            BinaryKind.Multiply when b is ConstantExpression && a is not ConstantExpression => Binary(BinaryKind.Multiply, b, a),

            // x (c y) = c (x y): constants gather in front
            BinaryKind.Multiply when b is BinaryExpression { Kind: BinaryKind.Multiply, Left: ConstantExpression factor } product =>
                Binary(BinaryKind.Multiply, factor, Binary(BinaryKind.Multiply, a, product.Right)),
            BinaryKind.Multiply when a is BinaryExpression { Kind: BinaryKind.Multiply, Left: ConstantExpression factor } product =>
                Binary(BinaryKind.Multiply, factor, Binary(BinaryKind.Multiply, product.Right, b)),

            // (c ? 1 : 0) x = c ? x : 0, which is what PyTorch gives for an infinite x too
            BinaryKind.Multiply when IsIndicator(a) => Choose((SelectExpression)a, b),
            BinaryKind.Multiply when IsIndicator(b) => Choose((SelectExpression)b, a),

            // x / 1 = x
            BinaryKind.Divide when Is(b, 1) => a,

            // x^1 = x, x^2 = x x
            BinaryKind.Pow when Is(b, 1) => a,
            BinaryKind.Pow when Is(b, 2) => Binary(BinaryKind.Multiply, a, a),

            // The greater and the lesser of x and x is x
            BinaryKind.Max or BinaryKind.Min when a.Equals(b) => a,
            _ => new BinaryExpression(kind, a, b),
        };
    }

    public static ScalarExpression Select(ComparisonKind kind, ScalarExpression left, ScalarExpression right, ScalarExpression whenTrue, ScalarExpression whenFalse) =>
        left is ConstantExpression a && right is ConstantExpression b ? (Evaluate(kind, a.Value, b.Value) ? whenTrue : whenFalse)
        : whenTrue.Equals(whenFalse) ? whenTrue

        // Nothing is below itself. Whether x = x asks whether it is a number, which nobody knows here.
        : kind == ComparisonKind.Less && left.Equals(right) ? whenFalse
        : new SelectExpression(kind, left, right, whenTrue, whenFalse);

    public static double Evaluate(UnaryKind kind, double a) => kind switch
    {
        UnaryKind.Negate => -a,
        UnaryKind.Reciprocal => 1 / a,
        UnaryKind.Exp => Math.Exp(a),
        UnaryKind.Log => Math.Log(a),
        UnaryKind.Sqrt => Math.Sqrt(a),
        UnaryKind.Tanh => Math.Tanh(a),
        UnaryKind.Sigmoid => 1 / (1 + Math.Exp(-a)),
        UnaryKind.Relu => a > 0 || double.IsNaN(a) ? a : 0,
        UnaryKind.Abs => Math.Abs(a),
        UnaryKind.Sign => double.IsNaN(a) ? a : Math.Sign(a),
        UnaryKind.Sin => Math.Sin(a),
        UnaryKind.Cos => Math.Cos(a),
        UnaryKind.Erf => Erf(a),
        UnaryKind.Expm1 => Expm1(a),
        UnaryKind.Softplus => Math.Max(a, 0) + Log1p(Math.Exp(-Math.Abs(a))),
        _ => throw new InvalidOperationException(kind.ToString()),
    };

    public static double Evaluate(BinaryKind kind, double a, double b) => kind switch
    {
        BinaryKind.Add => a + b,
        BinaryKind.Subtract => a - b,
        BinaryKind.Multiply => a * b,
        BinaryKind.Divide => a / b,
        BinaryKind.Max => Math.Max(a, b),
        BinaryKind.Min => Math.Min(a, b),
        BinaryKind.Pow => Math.Pow(a, b),
        _ => throw new InvalidOperationException(kind.ToString()),
    };

    public static bool Evaluate(ComparisonKind kind, double a, double b) => kind switch
    {
        ComparisonKind.Less => a < b,
        ComparisonKind.LessOrEqual => a <= b,
        ComparisonKind.Equal => a == b,
        ComparisonKind.NotEqual => a != b,
        _ => throw new InvalidOperationException(kind.ToString()),
    };

    // 2/√π e^(-x²) Σ 2^n x^(2n+1) / (1 · 3 · … · (2n + 1)), whose terms all have one sign: nothing cancels. From 6 on it is 1 to the last bit.
    private static double Erf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) >= 6)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // 2 sinh(x/2) e^(x/2), where the difference would cancel.
    private static double Expm1(double x) => Math.Abs(x) < 0.5 ? 2 * Math.Sinh(0.5 * x) * Math.Exp(0.5 * x) : Math.Exp(x) - 1;

    // What 1 + x loses of x, the quotient makes good: Kahan; Goldberg 1991, theorem 4.
    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    private static bool IsIndicator(ScalarExpression expression) => expression is SelectExpression select && Is(select.WhenTrue, 1) && Is(select.WhenFalse, 0);

    private static ScalarExpression Choose(SelectExpression select, ScalarExpression value) =>
        Select(select.Kind, select.Left, select.Right, value, select.WhenFalse);

    private static bool Is(ScalarExpression expression, double value) => expression is ConstantExpression constant && constant.Value == value;
}
