using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean of (value - target)² over all elements of all samples. The target is <see cref="float"/>, in the shape of the
/// value. <c>torch.nn.MSELoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of (x − t)² over elements and samples</formula>
/// <shape>value and target [...]</shape>
/// <pytorch>torch.nn.MSELoss</pytorch>
/// <keras>keras.losses.MeanSquaredError</keras>
/// <sample>[Input(4)] [Linear(2)] [MeanSquaredError]</sample>
/// <remarks>
/// Losses come after all layers. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples: each sample weighs the same, however many steps it
/// has. What the target holds at other steps makes no difference.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanSquaredErrorAttribute : LayerAttribute
{
    /// <summary>The name of the value that is judged; the current value unless given.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// The name of the target: a value of the network itself if a line has that name, and else an argument of the training functions,
    /// shared by all losses that name it. Unless given, an argument of its own: <c>target</c>, or <c>target2</c> for the second target.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>Its factor in the sum of the losses, a finite number; 1 unless given.</summary>
    public double Weight { get; init; } = 1.0;
}
