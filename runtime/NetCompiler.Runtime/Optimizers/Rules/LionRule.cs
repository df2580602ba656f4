using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Lion"/>.</summary>
internal readonly ref struct LionRule<T>(Span<T> parameters, Span<T> mean, scoped in LionUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _beta1 = T.CreateTruncating(update.Beta1);
    private readonly T _share1 = T.CreateTruncating(1 - update.Beta1);
    private readonly T _beta2 = T.CreateTruncating(update.Beta2);
    private readonly T _share2 = T.CreateTruncating(1 - update.Beta2);
    private readonly T _threshold = Smallest<T>.Normal / T.CreateTruncating(1 - Math.Max(update.Beta1, update.Beta2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TLanes.Flush(g);
        g = TLanes.MultiplyAdd(_decay, w, g);
        w = TLanes.Multiply(_keep, w);
        g = TLanes.Flush(g, _threshold);
        TVector m = TLanes.Load(ref _mean, at);
        TVector step = TLanes.Multiply(_beta1, m);
        step = TLanes.MultiplyAdd(_share1, g, step);
        m = TLanes.Multiply(_beta2, m);
        m = TLanes.MultiplyAdd(_share2, g, m);
        TLanes.Store(TLanes.Flush(m), ref _mean, at);
        w = TLanes.MultiplyAdd(_rate, Signs.Of<TLanes, TVector, T>(step), w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
