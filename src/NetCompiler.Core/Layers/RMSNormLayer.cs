using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>Each sample, or each of its trailing parts, by its own root mean square; torch.nn.RMSNorm.</summary>
internal sealed class RMSNormLayer : ILayer
{
    // What torch.finfo(torch.float32).eps is.
    private const double DefaultEps = 1.1920928955078125e-07;

    public string Kind => "RMSNorm";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        int[] axes = Normalization.TrailingAxes(context, value);
        ProgramBuilder program = context.Program;
        TensorValue squares = program.Map(ScalarExpression.Operand(0) * ScalarExpression.Operand(0), value);
        TensorValue inverse = Normalization.InverseDeviation(program, Normalization.Mean(program, squares, axes), Normalization.Epsilon(context, DefaultEps));
        Shape shape = Shape.Of(axes.Select(axis => value.Shape[axis]));
        bool affine = context.Arguments.Flag("Affine", otherwise: true);
        context.SetPerStep(Normalization.Scaled(context, program.Times(value, inverse), shape, shape, affine, hasBias: false));
    }
}
