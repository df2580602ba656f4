using System;

namespace NetCompiler;

/// <summary>
/// Normalises each channel by its mean and variance over the batch: y = (x - mean) / √(variance + ε) · w + b. [channels], or [channels, length], keeps its shape.
/// <c>torch.nn.BatchNorm1d</c>; Ioffe and Szegedy, Batch Normalization, 2015.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = (x − mean) / √(variance + ε) · weight + bias, mean and variance of a channel over the batch; in inference running averages</formula>
/// <shape>[channels] → [channels], [channels, length] → [channels, length]</shape>
/// <stores>weight [channels]; bias [channels]; running_mean [channels]; running_var [channels]; num_batches_tracked []</stores>
/// <pytorch>torch.nn.BatchNorm1d</pytorch>
/// <keras>keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5): its momentum is 1 − ours</keras>
/// <sample>[Input(8)] [Linear(4)] [BatchNorm1d]</sample>
/// <remarks>
/// <para>
/// In training, mean and variance are taken over the samples, and the positions where there are any of the step, however many workers share it, and running averages of both follow:
/// r ← (1 - <see cref="Momentum"/>) · r + <see cref="Momentum"/> · statistic, of the variance without bias. Inference and evaluation use the running
/// averages: there the layer is a factor and a term for each channel, which go into the weights of a convolution or linear layer before it.
/// </para>
/// <para>
/// Parameters, with <see cref="Affine"/>: <c>weight</c> [channels], 1 at first, and <c>bias</c> [channels], 0 at first. State: <c>running_mean</c>
/// [channels], <c>running_var</c> [channels] and the count <c>num_batches_tracked</c>. A batch that is larger than the network's Batch cannot be cut
/// into parts, whose statistics would differ: training refuses it.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BatchNorm1dAttribute : LayerAttribute
{
    /// <summary>ε, added to the variance; at least 0, and 1e-5 unless given.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The weight of the newest statistics in the running averages, 0 to 1; 0.1 unless given.</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>Whether channels are scaled by w and shifted by b; true unless given.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>The name of an earlier layer of the same kind and channels whose parameters and state this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
