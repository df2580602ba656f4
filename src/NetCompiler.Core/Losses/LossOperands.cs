using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Losses;

/// <summary>What losses have in common: the value that they judge and the target that they compare it with.</summary>
internal static class LossOperands
{
    /// <summary>The value that <c>Value</c> names, else the current one; it must be one of samples.</summary>
    public static TensorValue Judged(LayerContext context)
    {
        TensorValue value = context.Arguments.Text("Value") is { } name ? context.Named(name) : context.Current;
        return value.Shape.HasRows
            ? value
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"it judges {value.Label} of shape {value.Shape}, which depends on no input.");
    }

    /// <summary>
    /// Real numbers of the judged value's shape: a value of the network where <c>Target</c> names one (an autoencoder's input), else
    /// given by the caller.
    /// </summary>
    public static (int Index, TensorValue Value) RealTarget(LayerContext context, TensorValue judged)
    {
        string? name = context.Arguments.Name("Target");
        if (name is null || !context.Scope.IsDefined(name))
        {
            return context.Network.Target(context, name, judged.Shape, ElementKind.Real);
        }

        TensorValue target = context.Named(name);
        return target.Shape == judged.Shape
            ? (-1, target)
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"it compares {judged.Label} of shape [{context.Describe(judged.Shape)}] with '{name}' ({target.Label}) of shape [{context.Describe(target.Shape)}]; the shapes must be equal.");
    }
}
