using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>Normal random numbers in training, an element of a sample one each: √(-2 log u) cos(2π v) of two uniform ones (Box and Muller 1958).</summary>
internal static class Noise
{
    /// <summary>Numbers with mean 0 and variance 1, of the shape of a value; null in inference, where there is no noise.</summary>
    public static TensorValue? Draw(LayerContext context, TensorValue value)
    {
        // Numbered in inference too, so that the keys do not depend on the mode.
        int radius = context.Network.NextRandomMask();
        int angle = context.Network.NextRandomMask();
        if (context.Network.Mode != NetworkMode.Training)
        {
            return null;
        }

        Masking.RequireRows(context, value);
        ProgramBuilder program = context.Program;
        TensorValue u = program.Add(new RandomUniformOperation(radius, value.Shape));
        TensorValue v = program.Add(new RandomUniformOperation(angle, value.Shape));
        ScalarExpression length = ScalarExpression.Of(UnaryKind.Sqrt, -2 * ScalarExpression.Of(UnaryKind.Log, ScalarExpression.Operand(0)));
        return program.Map(length * ScalarExpression.Of(UnaryKind.Cos, 2 * Math.PI * ScalarExpression.Operand(1)), u, v);
    }
}
