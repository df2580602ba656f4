using System;

namespace NetCompiler;

/// <summary>
/// A recurrent layer: h_t = tanh(W x_t + b + U h_(t-1) + d), or relu of that. [steps, inputs] becomes [steps, hidden], h_t of each step, twice as
/// wide with <see cref="Bidirectional"/>. <c>torch.nn.RNN</c> with <c>batch_first=True</c>.
/// </summary>
/// <group>recurrent layers</group>
/// <formula>h_t = tanh(W x_t + b + U h_(t−1) + d), or relu of that</formula>
/// <shape>[steps, inputs] → [steps, hidden], [steps, 2 · hidden] in both directions</shape>
/// <stores>weight_ih_l0 [hidden, inputs]; weight_hh_l0 [hidden, hidden]; bias_ih_l0 [hidden]; bias_hh_l0 [hidden]; l1, l2, … for further layers, and …_reverse for the way back</stores>
/// <pytorch>torch.nn.RNN(batch_first=True)</pytorch>
/// <keras>keras.layers.SimpleRNN(return_sequences=True)</keras>
/// <sample>[Input(4, Steps = 6)] [RNN(8)]</sample>
/// <remarks>
/// Elman 1990, "Finding structure in time". <c>[Last]</c> takes the last step of what comes out.
/// For layer k the parameters are <c>weight_ih_lk</c> [hidden, inputs], <c>weight_hh_lk</c> [hidden, hidden], <c>bias_ih_lk</c> and
/// <c>bias_hh_lk</c> [hidden]; those of the way back end in <c>_reverse</c>. All begin as U(1/√hidden). h begins as zero, where the layer is not <see cref="Stateful"/>, and steps beyond a row's
/// length change nothing and give 0.
/// </remarks>
/// <param name="hidden">Units of each layer and direction, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RNNAttribute(int hidden) : RecurrentLayerAttribute
{
    /// <summary>Units of each layer and direction, at least 1.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>
    /// How many layers stand on each other, each over all steps of the one below; at least 1, and 1 unless given.
    /// </summary>
    public int Layers { get; init; } = 1;

    /// <summary>
    /// Whether each layer also runs from the last step to the first, with parameters of its own; a step's result is then that of the way there followed by
    /// that of the way back. False unless given. Such a network cannot stream (<see cref="NetworkAttribute.Streaming"/>).
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>tanh or relu; <see cref="Nonlinearity.Tanh"/> unless given.</summary>
    public Nonlinearity Nonlinearity { get; init; }

    /// <summary>
    /// Whether, in training and in evaluation, row i of a batch begins with the state with which row i of the batch before ended, so that sequences longer than the input's steps are
    /// read window by window: backpropagation through time, truncated at the windows (Williams and Peng 1990), as with Keras's <c>stateful</c> and with the hidden state that PyTorch's
    /// users detach and hand on. Derivatives take that state as a constant. False unless given.
    /// </summary>
    /// <remarks>
    /// Steps beyond a row's length leave its state as it is. Training and evaluation have a state each, in the network's memory and not in its files; <c>ResetState()</c> makes both zero, and
    /// the trainer makes its own zero at the beginning of each epoch. A batch has as many samples as the one before, at most the compiled <see cref="NetworkAttribute.Batch"/>; numbers too small to be
    /// normal are kept as 0. <c>Forward</c>, and the Jacobian of it, begin with zeros, as PyTorch's module does that is given no state: to go on from call to call in use, let the network stream
    /// (<see cref="NetworkAttribute.Streaming"/>). Not with <see cref="Bidirectional"/>, whose way back begins in the future.
    /// </remarks>
    public bool Stateful { get; init; }

    /// <summary>Whether the biases are added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The probability with which each element between two layers is 0 in training, where there are several; from 0 to 1, and 0 unless given. One mask a
    /// step, as in PyTorch.
    /// </summary>
    public double Dropout { get; init; }

    /// <summary>
    /// The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.
    /// </summary>
    public string? Shares { get; init; }
}
