using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>p-norms along the last axis, whose derivative at 0 is 0.</summary>
internal static class Norms
{
    /// <summary>(Σ |x|^p)^(1/p), or max |x|.</summary>
    /// <param name="program">The program.</param>
    /// <param name="value">x.</param>
    /// <param name="p">At least 1; infinity too.</param>
    public static TensorValue Along(ProgramBuilder program, TensorValue value, double p)
    {
        int last = value.Shape.Rank - 1;
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression size = ScalarExpression.Of(UnaryKind.Abs, x);
        if (p == 1)
        {
            return program.Sum(program.Map(size, value), last);
        }

        if (double.IsPositiveInfinity(p))
        {
            return program.Max(program.Map(size, value), last);
        }

        if (p == 2)
        {
            return program.Map(OrZero(x, ScalarExpression.Of(UnaryKind.Sqrt, x)), program.Sum(program.Map(x * x, value), last));
        }

        // Divided by the largest element no power overflows, and their sum is at least 1. The norm does not depend on what it is divided by.
        TensorValue largest = program.StopGradient(program.Max(program.Map(size, value), last));
        ScalarExpression power = ScalarExpression.Of(BinaryKind.Pow, size / ScalarExpression.Operand(1), p);
        TensorValue sum = program.Sum(program.Map(ScalarExpression.Select(ComparisonKind.Equal, x, 0, 0, power), value, largest), last);
        return program.Map(OrZero(x, ScalarExpression.Of(BinaryKind.Pow, x, 1 / p) * ScalarExpression.Operand(1)), sum, largest);
    }

    // Roots have no derivative at 0.
    private static ScalarExpression OrZero(ScalarExpression x, ScalarExpression root) => ScalarExpression.Select(ComparisonKind.Equal, x, 0, 0, root);
}
