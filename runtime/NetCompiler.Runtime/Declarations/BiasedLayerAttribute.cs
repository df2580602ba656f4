using System;

namespace NetCompiler;

/// <summary>A layer with weights and biases, and how they begin.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class BiasedLayerAttribute : WeightedLayerAttribute
{
    /// <summary>
    /// How the biases begin; unless given, as PyTorch's layer does. Of the others, <see cref="Init.Zeros"/>, <see cref="Init.Ones"/> and <see cref="Init.Constant"/> with <see cref="BiasValue"/> apply to
    /// biases, and <see cref="Init.File"/> with <c>InitFile</c>, which reads tensors of their own names.
    /// </summary>
    public Init BiasInit { get; init; }

    /// <summary>The number with which biases begin where <see cref="BiasInit"/> is <see cref="Init.Constant"/>; must be given with it.</summary>
    public double BiasValue { get; init; }
}
