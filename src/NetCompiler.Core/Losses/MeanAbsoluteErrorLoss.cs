using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of |y - t| over all elements; torch.nn.L1Loss.</summary>
internal sealed class MeanAbsoluteErrorLoss : ILoss
{
    public string Kind => "MeanAbsoluteError";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context) => Residuals.Add(context, r => ScalarExpression.Of(UnaryKind.Abs, r));
}
