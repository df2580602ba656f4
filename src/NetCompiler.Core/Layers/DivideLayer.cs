using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The elementwise quotient of the current value and named ones, with broadcasting, or a number.</summary>
internal sealed class DivideLayer : ILayer
{
    public string Kind => "Divide";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        if (context.Arguments.Has("number") && context.Arguments.Real("number", -double.MaxValue, double.MaxValue, otherwise: 1) == 0)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "number is 0; it must be another finite number.");
        }

        Combination.Lower(context, "divided", (quotient, other) => quotient / other, isPartial: true);
    }
}
