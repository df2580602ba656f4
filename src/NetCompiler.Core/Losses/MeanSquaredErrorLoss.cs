using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of (y - t)^2 over all elements; torch.nn.MSELoss.</summary>
internal sealed class MeanSquaredErrorLoss : ILoss
{
    public string Kind => "MeanSquaredError";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context) => Residuals.Add(context, r => r * r);
}
