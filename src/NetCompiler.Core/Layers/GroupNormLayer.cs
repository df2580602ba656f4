using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Each group of channels of a sample by its own mean and variance; torch.nn.GroupNorm.</summary>
internal sealed class GroupNormLayer : ILayer
{
    public string Kind => "GroupNorm";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        SlidingArguments.RequireRows(context, value);
        int groups = context.Arguments.Integer("groups", 1);
        if (value.Shape.Rank < 2 || value.Shape[1].Maximum % groups != 0)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its {groups} groups do not divide the {value.Shape[1]} channels of its operand {value.Label} of shape [{context.Describe(value.Shape)}]. Make groups a divisor of the channels.").WithNumbers("groups", value.Shape.Rank < 2 ? [] : Nearest.Divisors(value.Shape[1].Maximum, groups));
        }

        Normalization.LowerGroups(context, value, groups, context.Arguments.Flag("Affine", otherwise: true));
    }
}
