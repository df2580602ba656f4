using System;

namespace NetCompiler.Training;

/// <summary>What a decaying average that began with zero has seen of its values.</summary>
internal static class BiasCorrection
{
    /// <summary>1 - β^t.</summary>
    /// <param name="beta">β, from 0, inclusive, to 1, exclusive.</param>
    /// <param name="step">t, counted from 1.</param>
    // As ln β is at most β - 1, the power is below e^-40 where (1 - β) t is above 40, and the difference is 1 to the last bit.
    public static double Of(double beta, long step) => (1 - beta) * step > 40 ? 1 : 1 - Math.Pow(beta, step);
}
