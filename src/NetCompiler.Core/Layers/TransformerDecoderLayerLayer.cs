using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Attention of a sequence over itself, over a memory, and a network of each step; torch.nn.TransformerDecoderLayer with batch_first.</summary>
internal sealed class TransformerDecoderLayerLayer : ILayer
{
    public string Kind => "TransformerDecoderLayer";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        var parts = new TransformerParts(context);
        string name = context.Arguments.Text("memory") ?? throw context.Fail(ErrorCodes.InvalidArgument, "it does not say which value is its memory. Write the name of an encoder's: [TransformerDecoderLayer(\"encoded\", 8)].");
        TensorValue memory = Attention.Require(context, context.Named(name), "memory");
        TensorValue attended = parts.Residual(parts.Operand, "norm1", parts.SelfAttention);
        TensorValue informed = parts.Residual(attended, "norm2", x => parts.CrossAttention(x, memory));
        context.SetPerStep(parts.Residual(informed, "norm3", parts.Feedforward));
    }
}
