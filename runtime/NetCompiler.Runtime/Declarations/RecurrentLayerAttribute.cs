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
}
