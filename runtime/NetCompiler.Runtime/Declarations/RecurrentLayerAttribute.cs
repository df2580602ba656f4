using System;

namespace NetCompiler;

/// <summary>A recurrent layer, whose weights of the input and of the hidden state may begin differently.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class RecurrentLayerAttribute : BiasedLayerAttribute
{
    /// <summary>
    /// How the weights of the hidden state, <c>weight_hh</c>, begin; U(1/√hidden) unless given, as in PyTorch. <see cref="Init.Orthogonal"/> is Keras's <c>recurrent_initializer</c>. <c>WeightInit</c>
    /// is for <c>weight_ih</c> and a projection; peepholes always begin as U(1/√hidden). Both share the arguments that begin with <c>Init</c>.
    /// </summary>
    public Init HiddenInit { get; init; }

    /// <summary>
    /// The greatest Euclidean norm of the weights of each gate of each unit for the input, <c>weight_ih</c>, after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the inputs, their second axis; a projection has it too, over the units. Peepholes have none. No bound unless given. <c>keras.constraints.MaxNorm(axis=0)</c> as <c>kernel_constraint</c>.
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>
    /// The greatest Euclidean norm of the weights of each gate of each unit for the hidden state, <c>weight_hh</c>, after a training step, above 0: where it is greater, w ← w · HiddenMaxNorm / (‖w‖ + 1e-7).
    /// It runs over the hidden state, their second axis. No bound unless given. <c>keras.constraints.MaxNorm(axis=0)</c> as <c>recurrent_constraint</c>.
    /// </summary>
    public double HiddenMaxNorm { get; init; }
}
