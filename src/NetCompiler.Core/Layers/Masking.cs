using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>What layers have in common that drop elements, or whole channels, at random in training.</summary>
internal static class Masking
{
    /// <summary>Multiplies a value by a mask with the line's probability p; in inference the value stays as it is.</summary>
    /// <param name="context">The line.</param>
    /// <param name="value">What is masked.</param>
    /// <param name="axes">How many of its axes, rows among them, have a number of the mask for each index; it is the same along the others.</param>
    public static void Lower(LayerContext context, TensorValue value, int axes)
    {
        double p = context.Arguments.Real("p", 0, 1, otherwise: 0.5);
        context.SetPerStep(Masked(context, value, axes, p));
    }

    /// <summary>A value times a mask; in inference the value.</summary>
    /// <param name="context">The line.</param>
    /// <param name="value">What is masked.</param>
    /// <param name="axes">How many of its axes have a number of the mask for each index.</param>
    /// <param name="p">The probability with which a number is 0.</param>
    public static TensorValue Masked(LayerContext context, TensorValue value, int axes, double p)
    {
        ProgramBuilder program = context.Program;
        return Draw(context, value, axes, p) is { } mask ? program.Times(value, mask)
            : p == 1 && context.Network.Mode == NetworkMode.Training ? program.Times(value, program.Constant(0, Shape.Scalar))
            : value;
    }

    /// <summary>A mask for a value, 0 with probability p, else 1 / (1 - p); null in inference, and where p leaves nothing to chance.</summary>
    public static TensorValue? Draw(LayerContext context, TensorValue value, int axes, double p)
    {
        // Numbered in inference too, so that the keys do not depend on the mode.
        int key = context.Network.NextRandomMask();
        if (context.Network.Mode != NetworkMode.Training || p == 0)
        {
            return null;
        }

        RequireRows(context, value);
        if (p == 1)
        {
            return null;
        }

        TensorValue mask = context.Program.Add(new RandomMaskOperation(1 - p, key, Shape.Of(value.Shape.Extents.Take(axes))));
        Shape repeated = Shape.Of(value.Shape.Extents.Select((extent, axis) => axis < axes ? extent : 1));
        return context.Program.Reshape(mask, repeated);
    }

    /// <summary>Refuses what depends on no input: nothing is drawn for it.</summary>
    public static void RequireRows(LayerContext context, TensorValue value)
    {
        if (!value.Shape.HasRows)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape {value.Shape} and depends on no input; masks are drawn for each sample.");
        }
    }
}
