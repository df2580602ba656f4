using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>
/// Holds both modes of differentiation, and their compositions, against central differences in double along random directions, and
/// against each other by the identities that bind them.
/// </summary>
internal static class DerivativeChecks
{
    private const double Step = 1e-5;

    // Central differences err by h^2 f'''/6 and by about 1e-16 f / h.
    private const double DifferenceTolerance = 1e-6;

    private const double IdentityTolerance = 1e-10;

    /// <summary>Checks all derivatives of a value by the case's variables.</summary>
    /// <param name="c">The case that the value was built in.</param>
    /// <param name="f">The value.</param>
    /// <param name="isFlat">The derivative is zero everywhere: asserted too, since a check of zeros against zeros tells little.</param>
    public static void Check(DerivativeCase c, TensorValue f, bool isFlat = false)
    {
        ProgramBuilder builder = c.Builder;
        IReadOnlyList<TensorValue> x = c.Variables;
        TensorValue u = c.Source(SourceKind.Cotangent, "u", f.Shape);
        Dictionary<TensorValue, TensorValue> v = Direction(c, "v");
        Dictionary<TensorValue, TensorValue> w = Direction(c, "w");

        IReadOnlyDictionary<TensorValue, TensorValue> gradient = ReverseMode.Differentiate(builder, f, u, x);
        TensorValue tangent = ForwardMode.Differentiate(builder, v, [f])[f];
        TensorValue[] gradients = x.Select(variable => gradient[variable]).ToArray();
        IReadOnlyDictionary<TensorValue, TensorValue> hessianV = ForwardMode.Differentiate(builder, v, gradients);
        IReadOnlyDictionary<TensorValue, TensorValue> hessianW = ForwardMode.Differentiate(builder, w, gradients);

        // The gradient of <gradient, v> is the same product by reverse mode twice.
        TensorValue slope = x.Select(variable => builder.Reshape(builder.SumAll(builder.Times(gradient[variable], v[variable])), Shape.Scalar))
            .Aggregate(builder.Plus);
        IReadOnlyDictionary<TensorValue, TensorValue> twice = ReverseMode.Differentiate(builder, slope, null, x);

        TensorProgram program = ProgramVerifier.Verify(builder.Finish("case"), "differentiation");
        ReferenceRun at = Interpreter.Run(program, c.Call);
        double[][] direction = x.Select(variable => at[v[variable]]).ToArray();
        ReferenceRun after = c.RunMoved(program, direction, Step);
        ReferenceRun before = c.RunMoved(program, direction, -Step);
        string text = program.ToString();

        double[] difference = Difference(before[f], after[f]);
        AssertClose("forward mode", difference, at[tangent], DifferenceTolerance, text);
        Assert.True(isFlat == difference.All(element => Math.Abs(element) < 1e-9), $"The derivative is {(isFlat ? "not " : string.Empty)}zero everywhere.\n{text}");

        double[] pulled = [x.Sum(variable => Dot(at[gradient[variable]], at[v[variable]]))];
        AssertClose("reverse mode", [Dot(at[u], difference)], pulled, DifferenceTolerance, text);
        AssertClose("<u, J v> = <J' u, v>", [Dot(at[u], at[tangent])], pulled, IdentityTolerance, text);

        foreach (TensorValue variable in x)
        {
            TensorValue g = gradient[variable];
            AssertClose("forward over reverse", Difference(before[g], after[g]), at[hessianV[g]], DifferenceTolerance, text);
            AssertClose("reverse over reverse", at[hessianV[g]], at[twice[variable]], IdentityTolerance, text);
        }

        AssertClose(
            "<w, H v> = <v, H w>",
            [x.Sum(variable => Dot(at[w[variable]], at[hessianV[gradient[variable]]]))],
            [x.Sum(variable => Dot(at[v[variable]], at[hessianW[gradient[variable]]]))],
            IdentityTolerance,
            text);
    }

    /// <summary>Asserts that elements agree to a tolerance relative to 1 and the largest expected one.</summary>
    public static void AssertClose(string what, double[] expected, double[] actual, double tolerance, string context = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1 + expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"{what}: element {i} is {actual[i]:G17}, expected {expected[i]:G17}.\n{context}");
        }
    }

    public static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    private static Dictionary<TensorValue, TensorValue> Direction(DerivativeCase c, string prefix) =>
        c.Variables.ToDictionary(variable => variable, variable => c.Source(SourceKind.Direction, prefix + " " + ((SourceOperation)variable.Operation).Source, variable.Shape));

    private static double[] Difference(double[] before, double[] after) => after.Zip(before, (a, b) => (a - b) / (2 * Step)).ToArray();
}
