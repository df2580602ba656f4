using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>A decaying mean, in an optimizer's state.</summary>
/// <typeparam name="T">The elements.</typeparam>
/// <param name="mean">The state.</param>
/// <param name="beta">The factor of the mean in a step.</param>
internal readonly ref struct DecayingMean<T>(Span<T> mean, double beta)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly T _beta = T.CreateTruncating(beta);
    private readonly T _share = T.CreateTruncating(1 - beta);

    /// <summary>Takes values into the mean.</summary>
    /// <returns>The new mean.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Take<TLanes, TVector>(nuint at, TVector value)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector m = TLanes.Load(ref _mean, at);
        m = TLanes.Multiply(_beta, m);
        m = TLanes.MultiplyAdd(_share, value, m);
        m = TLanes.Flush(m);
        TLanes.Store(m, ref _mean, at);
        return m;
    }
}
