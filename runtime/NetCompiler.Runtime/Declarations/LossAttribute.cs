using System;

namespace NetCompiler;

/// <summary>A line that judges values of the network. Losses come after all layers; the objective is their weighted sum and the regularisers.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LossAttribute : LayerAttribute
{
    /// <summary>Its factor in the sum of the losses, a finite number; 1 unless given.</summary>
    public double Weight { get; init; } = 1.0;

    /// <summary>How its terms become one number; <see cref="Reduction.Mean"/> unless given, or what the loss says.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>
    /// The name of a number for each sample that its loss is multiplied by: an argument of the training functions behind all targets, <c>float</c>, one a sample, and a target of the data set
    /// (<see cref="Data.Dataset.WithSampleWeights(float[])"/>); or, if a line has that name, a value of the network of one element. Losses that give the same name share it. Unless given, that of
    /// <see cref="NetworkAttribute.SampleWeight"/>. The mean over samples still divides by their number, as Keras's and PyTorch's <c>weight</c> of BCELoss do; with <see cref="Reduction.WeightedMean"/>
    /// by the sum of the weights.
    /// </summary>
    public string? SampleWeight { get; init; }
}
