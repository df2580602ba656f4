using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>Sines and cosines of steps: the angle of feature pair i at step t is t · base^(-2i / features). Features come in pairs, one beside the other.</summary>
internal static class Positions
{
    /// <summary>sin(angle) at even features and cos(angle) at odd ones, [steps, features] (Vaswani et al. 2017).</summary>
    public static TensorValue Sinusoidal(ProgramBuilder program, int steps, int features, double @base)
    {
        // 1 at odd features.
        SparseMatrix odd = SparseMatrix.Of(1, Enumerable.Range(0, features).Select(feature => Enumerable.Repeat(new MatrixEntry(0, 1), feature % 2)));
        TensorValue parity = program.Add(new ResampleOperation(0, odd), program.Constant(1, Shape.Of(1)));
        ScalarExpression angle = ScalarExpression.Operand(0);
        return program.Map(
            ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(1), 1, ScalarExpression.Of(UnaryKind.Cos, angle), ScalarExpression.Of(UnaryKind.Sin, angle)),
            Angles(program, steps, features, @base),
            parity);
    }

    /// <summary>
    /// Each pair of the last axis of [rows, steps, heads, features], turned by its angle: x cos - y sin and y cos + x sin (Su et al., RoFormer, 2021). The product of a turned
    /// query and a turned key depends on the distance of their steps.
    /// </summary>
    public static TensorValue Rotate(ProgramBuilder program, TensorValue value, double @base)
    {
        int features = value.Shape.Last;

        // (x, y) to (-y, x).
        SparseMatrix quarter = SparseMatrix.Of(features, Enumerable.Range(0, features).Select(feature => new[] { feature % 2 == 0 ? new MatrixEntry(feature + 1, -1) : new MatrixEntry(feature - 1, 1) }));
        TensorValue turned = program.Add(new ResampleOperation(3, quarter), value);
        int steps = value.Shape[1].Maximum;
        TensorValue angles = Angles(program, steps, features, @base);
        TensorValue Wave(UnaryKind kind) => program.Reshape(program.Map(kind, angles), Shape.Of(steps, 1, features));
        return program.Map(
            (ScalarExpression.Operand(0) * ScalarExpression.Operand(1)) + (ScalarExpression.Operand(2) * ScalarExpression.Operand(3)),
            value,
            Wave(UnaryKind.Cos),
            turned,
            Wave(UnaryKind.Sin));
    }

    // [steps, features], equal for both of a pair.
    private static TensorValue Angles(ProgramBuilder program, int steps, int features, double @base)
    {
        TensorValue frequencies = program.Map(
            ScalarExpression.Of(BinaryKind.Pow, @base, (-2.0 / features) * ScalarExpression.Coordinate(0)) + ScalarExpression.Operand(0), program.Constant(0, Shape.Of(features / 2)));
        SparseMatrix pairs = SparseMatrix.Of(features / 2, Enumerable.Range(0, features).Select(feature => new[] { new MatrixEntry(feature / 2, 1) }));
        return program.Map(ScalarExpression.Coordinate(1) * ScalarExpression.Operand(0), program.Add(new ResampleOperation(0, pairs), frequencies), program.Constant(0, Shape.Of(steps, features)));
    }
}
