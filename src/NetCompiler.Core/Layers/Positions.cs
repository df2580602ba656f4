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
    public static TensorValue Sinusoidal(ProgramBuilder program, int steps, int features, double @base) =>
        Waves(program, features, Angles(program, steps, features, @base));

    /// <summary>The same at one step, whose index is a value [rows, 1]: [rows, 1, features].</summary>
    public static TensorValue Sinusoidal(ProgramBuilder program, TensorValue step, int features, double @base) =>
        Waves(program, features, Angles(program, step, features, @base));

    private static TensorValue Waves(ProgramBuilder program, int features, TensorValue angles)
    {
        // 1 at odd features.
        SparseMatrix odd = SparseMatrix.Of(1, Enumerable.Range(0, features).Select(feature => Enumerable.Repeat(new MatrixEntry(0, 1), feature % 2)));
        TensorValue parity = program.Add(new ResampleOperation(0, odd), program.Constant(1, Shape.Of(1)));
        ScalarExpression angle = ScalarExpression.Operand(0);
        return program.Map(
            ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(1), 1, ScalarExpression.Of(UnaryKind.Cos, angle), ScalarExpression.Of(UnaryKind.Sin, angle)),
            angles,
            parity);
    }

    /// <summary>
    /// Each pair of the last axis of [rows, steps, heads, features], turned by its angle: x cos - y sin and y cos + x sin (Su et al., RoFormer, 2021). The product of a turned
    /// query and a turned key depends on the distance of their steps.
    /// </summary>
    /// <param name="program">Where to.</param>
    /// <param name="value">What is turned.</param>
    /// <param name="base">The base of the angles.</param>
    /// <param name="step">The index of its one step, [rows, 1]; null where its steps are all there are.</param>
    public static TensorValue Rotate(ProgramBuilder program, TensorValue value, double @base, TensorValue? step)
    {
        int features = value.Shape.Last;

        // (x, y) to (-y, x).
        SparseMatrix quarter = SparseMatrix.Of(features, Enumerable.Range(0, features).Select(feature => new[] { feature % 2 == 0 ? new MatrixEntry(feature + 1, -1) : new MatrixEntry(feature - 1, 1) }));
        TensorValue turned = program.Add(new ResampleOperation(3, quarter), value);
        int steps = value.Shape[1].Maximum;
        TensorValue angles = step is null ? Angles(program, steps, features, @base) : Angles(program, step, features, @base);
        Shape waves = step is null ? Shape.Of(steps, 1, features) : Shape.Of(step.Shape[0], 1, 1, features);
        TensorValue Wave(UnaryKind kind) => program.Reshape(program.Map(kind, angles), waves);
        return program.Map(
            (ScalarExpression.Operand(0) * ScalarExpression.Operand(1)) + (ScalarExpression.Operand(2) * ScalarExpression.Operand(3)),
            value,
            Wave(UnaryKind.Cos),
            turned,
            Wave(UnaryKind.Sin));
    }

    // [steps, features], equal for both of a pair.
    private static TensorValue Angles(ProgramBuilder program, int steps, int features, double @base) =>
        program.Map(ScalarExpression.Coordinate(1) * ScalarExpression.Operand(0), Frequencies(program, features, @base), program.Constant(0, Shape.Of(steps, features)));

    // [rows, 1, features].
    private static TensorValue Angles(ProgramBuilder program, TensorValue step, int features, double @base) =>
        program.Times(program.Reshape(step, Shape.Of(step.Shape[0], 1, 1)), Frequencies(program, features, @base));

    // base^(-2i / features), for both of each pair.
    private static TensorValue Frequencies(ProgramBuilder program, int features, double @base)
    {
        TensorValue frequencies = program.Map(
            ScalarExpression.Of(BinaryKind.Pow, @base, (-2.0 / features) * ScalarExpression.Coordinate(0)) + ScalarExpression.Operand(0), program.Constant(0, Shape.Of(features / 2)));
        SparseMatrix pairs = SparseMatrix.Of(features / 2, Enumerable.Range(0, features).Select(feature => new[] { new MatrixEntry(feature / 2, 1) }));
        return program.Add(new ResampleOperation(0, pairs), frequencies);
    }
}
