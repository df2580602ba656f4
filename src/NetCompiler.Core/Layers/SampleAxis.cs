using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Which axis of the program's value a line means, that counts extents of one sample: 0 is the first, -1 the last.</summary>
internal static class SampleAxis
{
    /// <summary>Extents of one sample.</summary>
    public static int Rank(Shape shape) => shape.Rank - First(shape);

    /// <summary>Where the extents of a sample begin.</summary>
    public static int First(Shape shape) => shape.HasRows ? 1 : 0;

    /// <summary>The axis that an argument names. Rows and steps are none.</summary>
    /// <param name="context">The line.</param>
    /// <param name="value">Its operand.</param>
    /// <param name="name">The argument.</param>
    /// <param name="otherwise">What it is where it is not given.</param>
    /// <param name="advice">What to do instead, where the axis is the steps of a sequence.</param>
    public static int Of(LayerContext context, TensorValue value, string name, int otherwise, string advice)
    {
        int rank = Rank(value.Shape);
        int axis = Resolve(value.Shape, context.Arguments.Integer(name, -rank, rank - 1, otherwise));
        return axis != 1 || context.Time(value) is null ? axis : throw context.Fail(
            ErrorCodes.NotSupported,
            $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] is a sequence, and axis 0 is its steps, of which a row may have fewer. {advice}");
    }

    /// <summary>The axis of a value that a number from minus its rank on means.</summary>
    public static int Resolve(Shape shape, int axis) => (axis < 0 ? axis + Rank(shape) : axis) + First(shape);

    /// <summary>The first axis of a sample, and of sequences the features: where joins and cuts are unless the line says otherwise.</summary>
    public static int Default(LayerContext context, TensorValue value) => context.Time(value) is null ? 0 : -1;
}
