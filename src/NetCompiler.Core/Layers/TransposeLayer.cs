using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Two extents of a sample exchanged; torch.transpose.</summary>
internal sealed class TransposeLayer : ILayer
{
    /// <summary>What to do where the steps of a sequence would move.</summary>
    public const string Advice = "Its steps must stay in front: declare the input without Steps, [Input(128, 16)], to move any extent.";

    public string Kind => "Transpose";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        context.RequireNoSequence(value, Advice);
        int rank = SampleAxis.Rank(value.Shape);
        if (rank < 2)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] has no two extents. [Reshape(-1, 1)] makes a column of a vector.");
        }

        int[] order = [.. Enumerable.Range(0, value.Shape.Rank)];
        int first = SampleAxis.Resolve(value.Shape, context.Arguments.Integer("dim0", -rank, rank - 1, otherwise: -2));
        int second = SampleAxis.Resolve(value.Shape, context.Arguments.Integer("dim1", -rank, rank - 1, otherwise: -1));
        (order[first], order[second]) = (second, first);
        context.Set(context.Program.Transpose(value, order));
    }
}
