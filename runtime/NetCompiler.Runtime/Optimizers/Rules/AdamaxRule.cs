using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adamax"/>.</summary>
internal readonly ref struct AdamaxRule<T>(Span<T> parameters, Span<T> mean, Span<T> greatest, scoped in AdamaxUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref T _greatest = ref MemoryMarshal.GetReference(greatest);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _beta1 = T.CreateTruncating(update.Beta1);
    private readonly T _share1 = T.CreateTruncating(1 - update.Beta1);
    private readonly T _beta2 = T.CreateTruncating(update.Beta2);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);
    private readonly T _threshold = Smallest<T>.Normal / T.CreateTruncating(1 - update.Beta1);

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
        m = TLanes.Multiply(_beta1, m);
        m = TLanes.MultiplyAdd(_share1, g, m);
        m = TLanes.Flush(m);
        TLanes.Store(m, ref _mean, at);
        TVector u = TLanes.Load(ref _greatest, at);
        u = TLanes.Multiply(_beta2, u);
        TVector size = TLanes.Add(TLanes.Abs(g), TLanes.Create(_epsilon));
        u = TLanes.Max(u, size);
        u = TLanes.Flush(u);
        TLanes.Store(u, ref _greatest, at);
        m = TLanes.Divide(m, u);
        w = TLanes.MultiplyAdd(_rate, m, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
