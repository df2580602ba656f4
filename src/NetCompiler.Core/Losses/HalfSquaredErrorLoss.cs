using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;

namespace NetCompiler.Core.Losses;

/// <summary>Half the sum of (y - t)^2 over the elements of a sample, mean over samples: its gradient is the residual.</summary>
internal sealed class HalfSquaredErrorLoss : ILoss
{
    public string Kind => "HalfSquaredError";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context) => Residuals.Add(context, r => 0.5 * (r * r), LossReduction.Sum);
}
