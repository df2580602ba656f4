using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Attention of a sequence over itself, and a network of each step; torch.nn.TransformerEncoderLayer with batch_first.</summary>
internal sealed class TransformerEncoderLayerLayer : ILayer
{
    public string Kind => "TransformerEncoderLayer";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        var parts = new TransformerParts(context);
        TensorValue attended = parts.Residual(parts.Operand, "norm1", parts.SelfAttention);
        context.SetPerStep(parts.Residual(attended, "norm2", parts.Feedforward));
    }
}
