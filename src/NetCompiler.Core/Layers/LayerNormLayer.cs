using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Each sample, or each of its trailing parts, by its own mean and variance; torch.nn.LayerNorm.</summary>
internal sealed class LayerNormLayer : ILayer
{
    public string Kind => "LayerNorm";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        int[] axes = Normalization.TrailingAxes(context, value);
        ProgramBuilder program = context.Program;
        TensorValue mean = Normalization.Mean(program, value, axes);
        TensorValue variance = Normalization.Mean(program, Normalization.SquaredDifference(program, value, mean), axes);
        TensorValue inverse = Normalization.InverseDeviation(program, variance, Normalization.Epsilon(context, 1e-5));
        Shape shape = Shape.Of(axes.Select(axis => value.Shape[axis]));
        bool affine = context.Arguments.Flag("Affine", otherwise: true);
        bool bias = affine && context.Arguments.Flag("Bias", otherwise: true);
        context.SetPerStep(Normalization.Scaled(context, Normalization.Normalized(program, value, mean, inverse), shape, shape, affine, bias));
    }
}
