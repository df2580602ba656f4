using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>Bounds that keep decaying averages from becoming subnormal.</summary>
/// <typeparam name="T">The elements.</typeparam>
internal static class Smallest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A smaller factor forgets so fast that its average need not be held up for the sake of the next step.
    private const double SmallestDecay = 0.001;

    /// <summary>The least positive number that is not subnormal.</summary>
    public static T Normal => typeof(T) == typeof(float) ? T.CreateTruncating(FlatPass.SmallestNormal) : T.CreateTruncating(FlatPass.SmallestNormalDouble);

    /// <summary>
    /// The least average of squares. One that decays, or that comes of the square of a tiny gradient, would otherwise become subnormal and stay so; to
    /// hold it where the decay of one step leaves it normal takes one instruction, and costs no accuracy, as its root is some 1e-11 of an ε of 1e-8.
    /// </summary>
    /// <param name="decay">The factor of the average in a step.</param>
    public static T Floor(double decay) => T.CreateTruncating(1.000001 * double.CreateTruncating(Normal) / Math.Max(decay, SmallestDecay));
}
