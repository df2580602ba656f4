using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Attention of the current value over itself, or over named ones; torch.nn.MultiheadAttention with batch_first.</summary>
internal sealed class MultiHeadAttentionLayer : ILayer
{
    public string Kind => "MultiHeadAttention";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue query = Attention.Require(context, context.Current, "query");
        TensorValue key = context.Arguments.Text("Key") is { } keys ? Attention.Require(context, context.Named(keys), "key") : query;
        TensorValue value = context.Arguments.Text("Value") is { } values ? Attention.Require(context, context.Named(values), "value") : key;
        int heads = context.Arguments.Integer("heads", 1);
        Attention.RequireHeads(context, heads, query);
        if (key.Shape[1] != value.Shape[1])
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{key.Label} of shape [{context.Describe(key.Shape)}] has a key for each of {key.Shape[1]} steps, and {value.Label} of shape [{context.Describe(value.Shape)}] values for {value.Shape[1]}; there must be as many.");
        }

        var options = new AttentionOptions(
            heads,
            context.Arguments.Flag("Causal", otherwise: false),
            context.Arguments.Flag("Bias", otherwise: true),
            context.Arguments.Real("Dropout", 0, 1, otherwise: 0),
            Attention.Mask(context, query, key),
            Attention.Rotary(context, query.Shape.Last / heads));
        context.SetPerStep(Attention.Lower(context, string.Empty, query, key, value, options));
    }
}
