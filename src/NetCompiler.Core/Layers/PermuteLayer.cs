using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>The extents of a sample in another order; torch.permute.</summary>
internal sealed class PermuteLayer : ILayer
{
    public string Kind => "Permute";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        context.RequireNoSequence(value, TransposeLayer.Advice);
        int rank = SampleAxis.Rank(value.Shape);
        int[] order = [.. context.Arguments.Integers("dims", -rank, rank - 1).Select(axis => SampleAxis.Resolve(value.Shape, axis))];
        if (order.Length != rank || order.Distinct().Count() != rank)
        {
            throw context.Fail(
                ErrorCodes.InvalidArgument,
                $"its dims are [{string.Join(", ", context.Arguments.Integers("dims", -rank, rank - 1))}], and its operand {value.Label} of shape [{context.Describe(value.Shape)}] has the extents 0 to {rank - 1}, each of which must stand there once.");
        }

        context.Set(context.Program.Transpose(value, [.. Enumerable.Range(0, SampleAxis.First(value.Shape)), .. order]));
    }
}
