using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x Φ(x) with Φ the normal distribution, or its approximation by a hyperbolic tangent; torch.nn.GELU.</summary>
internal sealed class GELULayer : ILayer
{
    public string Kind => "GELU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        context.SetPerStep(context.Program.Map(Of(context, ScalarExpression.Operand(0)), context.Current));
    }

    /// <summary>In the form that a line's argument Approximate says.</summary>
    public static ScalarExpression Of(LayerContext context, ScalarExpression x) => context.Arguments.Text("Approximate") == "Tanh" ? ByTanh(x) : Exact(x);

    /// <summary>x (1 + erf(x / √2)) / 2.</summary>
    public static ScalarExpression Exact(ScalarExpression x) => 0.5 * x * (1 + ScalarExpression.Of(UnaryKind.Erf, Math.Sqrt(0.5) * x));

    // 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))), with (1 + tanh u) / 2 = sigmoid(2 u), which does not cancel where x is negative.
    private static ScalarExpression ByTanh(ScalarExpression x) =>
        x * ScalarExpression.Of(UnaryKind.Sigmoid, 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * (x * (x * x)))));
}
