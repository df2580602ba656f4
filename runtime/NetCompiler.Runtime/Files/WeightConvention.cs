namespace NetCompiler;

/// <summary>Whose names, shapes and order of gates the tensors of a file have.</summary>
public enum WeightConvention
{
    /// <summary>PyTorch's: those of a <c>state_dict</c>, and of the files that a network saves.</summary>
    PyTorch,

    /// <summary>
    /// Those of Keras (https://keras.io/api/layers), for which a file has, of a line called <c>encoder</c> (or by its index, <c>0</c>):
    /// <list type="bullet">
    /// <item>dense layers and convolutions: <c>encoder.kernel</c> [inputs, outputs] or [window…, inputs, outputs], <c>encoder.bias</c>;</item>
    /// <item>LSTM, GRU and simple recurrent layers of one layer: <c>encoder.kernel</c> [features, gates · units], <c>encoder.recurrent_kernel</c> [units, gates · units], <c>encoder.bias</c>
    /// [gates · units], or [2, gates · units] of a GRU with <c>reset_after</c>; the gates of a GRU are update, reset, new; of a bidirectional layer these are
    /// <c>encoder.forward.kernel</c>, <c>encoder.backward.kernel</c> and so on. One bias becomes <c>bias_ih</c>, and <c>bias_hh</c> becomes 0;</item>
    /// <item>embeddings: <c>encoder.embeddings</c>; normalisations: <c>encoder.gamma</c>, <c>encoder.beta</c>, <c>encoder.moving_mean</c>, <c>encoder.moving_variance</c>.</item>
    /// </list>
    /// In Python: <c>safetensors.numpy.save_file({f"{layer.name}.{v.name.split('/')[-1].split(':')[0]}": v.numpy() for layer in model.layers for v in layer.weights}, "weights.safetensors")</c>.
    /// A GRU without <c>reset_after</c> is <c>[GRU(…, ResetAfter = false)]</c> here. What Keras has not, such as projections, is refused.
    /// </summary>
    Keras,
}
