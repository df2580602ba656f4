using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The first pass of <see cref="Lamb"/>: moments, and the step before it is scaled by the norms of its tensor.</summary>
internal readonly ref struct LambRule<T>(Span<T> parameters, Span<T> mean, Span<T> square, Span<T> step, scoped in LambUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref T _square = ref MemoryMarshal.GetReference(square);
    private readonly ref T _step = ref MemoryMarshal.GetReference(step);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _weightDecay = T.CreateTruncating(update.WeightDecay);
    private readonly T _beta1 = T.CreateTruncating(update.Beta1);
    private readonly T _share1 = T.CreateTruncating(1 - update.Beta1);
    private readonly T _beta2 = T.CreateTruncating(update.Beta2);
    private readonly T _share2 = T.CreateTruncating(1 - update.Beta2);
    private readonly T _meanScale = T.CreateTruncating(update.MeanScale);
    private readonly T _rootScale = T.CreateTruncating(update.RootScale);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);
    private readonly T _threshold = Smallest<T>.Normal / T.CreateTruncating(1 - Math.Max(update.Beta1, update.Beta2));
    private readonly T _floor = Smallest<T>.Floor(update.Beta2);

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
        TVector v = TLanes.Load(ref _square, at);
        v = TLanes.Multiply(_beta2, v);
        TVector share = TLanes.Multiply(_share2, g);
        v = TLanes.MultiplyAdd(share, g, v);
        TVector floor = TLanes.Create(_floor);
        v = TLanes.Max(floor, v);
        TLanes.Store(v, ref _square, at);
        TVector root = TLanes.Sqrt(v);
        TVector scale = TLanes.Create(_rootScale);
        TVector epsilon = TLanes.Create(_epsilon);
        root = TLanes.MultiplyAdd(root, scale, epsilon);
        m = TLanes.Multiply(_meanScale, m);
        TVector step = TLanes.Divide(m, root);
        step = TLanes.MultiplyAdd(_weightDecay, w, step);
        TLanes.Store(step, ref _step, at);
        TLanes.Store(w, ref _parameters, at);
    }
}
