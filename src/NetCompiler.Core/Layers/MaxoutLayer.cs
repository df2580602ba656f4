using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>y_o = max over j of (W_oj x + b_oj): Goodfellow et al. 2013.</summary>
internal sealed class MaxoutLayer : ILayer
{
    private const int Most = 1 << 24;

    public string Kind => "Maxout";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int outputs = context.Arguments.Integer("outputs", 1, Most);
        int pieces = context.Arguments.Integer("pieces", 1, Most / outputs);
        ProgramBuilder program = context.Program;
        TensorValue linear = Projection.Lower(context, string.Empty, Projection.Operand(context), outputs * pieces, context.Arguments.Flag("Bias", otherwise: true));
        Extent[] positions = [.. linear.Shape.Extents.Take(linear.Shape.Rank - 1)];
        TensorValue apart = program.Reshape(linear, Shape.Of([.. positions, outputs, pieces]));
        context.SetPerStep(program.Reshape(program.Max(apart, apart.Shape.Rank - 1), Shape.Of([.. positions, outputs])));
    }
}
