using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>A trainable tensor of the user's own, a source like an input: <c>[Parameter(2, Name = "w")]</c>, used by references to its name.</summary>
internal sealed class ParameterLayer : ILayer
{
    public string Kind => "Parameter";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        if (context.Name is not { } name)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "it needs a Name, by which other lines use it: [Parameter(2, Name = \"w\")].");
        }

        int[] extents = [.. context.Arguments.Integers("shape", 1)];
        if (extents.Length == 0)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "its shape is missing. Write its extents, [Parameter(1, Name = ...)] for a number.");
        }

        if (extents.Aggregate(1L, (product, extent) => product > int.MaxValue ? product : product * extent) > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its shape [{string.Join(", ", extents)}] has more than {1L << 28:N0} elements."));
        }

        Shape shape = Shape.Of(extents.Select(extent => (Extent)extent));
        ParameterInitialization begin = Initializations.Weight(context, shape, Initializations.Zeros, argument: "Initialization");
        TensorValue value = context.Network.Parameter(context, context.Scope.ParameterPrefix + name, shape, isMatrix: false, begin, context.OwnPenalty, NormBound.None);
        context.Scope.Define(context, name, value);
    }
}
