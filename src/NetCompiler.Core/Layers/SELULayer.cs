using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>scale x where it is positive, else scale alpha (exp(x) - 1), elementwise; torch.nn.SELU.</summary>
internal sealed class SELULayer : ILayer
{
    /// <summary>What x is multiplied by.</summary>
    public const double Scale = 1.0507009873554804934193349852946;

    /// <summary>Minus the limit far below 0, in units of the scale.</summary>
    public const double Alpha = 1.6732632423543772848170429916717;

    public string Kind => "SELU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = Scale * Alpha * ScalarExpression.Of(UnaryKind.Expm1, x);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.Less, 0, x, Scale * x, below), context.Current));
    }
}
