using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>
/// The update of <see cref="Adam"/> and <see cref="AdamW"/>. Root and division are the exact ones: where gradients come out of a
/// product, the unit that divides stands idle, and estimates with a step of Newton's take more of the units that multiply than they save.
/// </summary>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TDecay">What weight decay falls on.</typeparam>
/// <typeparam name="TMaximum">Whether the greatest second moment divides, and not the last one.</typeparam>
internal readonly ref struct AdamRule<T, TDecay, TMaximum>(Span<T> parameters, Span<T> mean, Span<T> square, Span<T> maximum, scoped in AdamUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDecay : struct, IRuleDecay
    where TMaximum : struct, IRuleSwitch
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref T _square = ref MemoryMarshal.GetReference(square);
    private readonly ref T _maximum = ref MemoryMarshal.GetReference(maximum);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _beta1 = T.CreateTruncating(update.Beta1);
    private readonly T _share1 = T.CreateTruncating(1 - update.Beta1);
    private readonly T _beta2 = T.CreateTruncating(update.Beta2);
    private readonly T _share2 = T.CreateTruncating(1 - update.Beta2);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _rootScale = T.CreateTruncating(update.RootScale);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);

    // The gradient below which its share of a moment would be subnormal. It counts as zero: the parameter would move by this / ε of the learning rate at most.
    private readonly T _threshold = Smallest<T>.Normal / T.CreateTruncating(1 - Math.Max(update.Beta1, update.Beta2));
    private readonly T _floor = Smallest<T>.Floor(update.Beta2);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        TVector unshrunk = w;
        w = TDecay.OfParameter ? TLanes.Multiply(_keep, w) : w;
        g = TDecay.OfGradient ? TLanes.MultiplyAdd(_decay, unshrunk, g) : g;
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
        if (TMaximum.IsOn)
        {
            TVector greatest = TLanes.Load(ref _maximum, at);
            v = TLanes.Max(greatest, v);
            TLanes.Store(v, ref _maximum, at);
        }

        TVector root = TLanes.Sqrt(v);
        TVector scale = TLanes.Create(_rootScale);
        TVector epsilon = TLanes.Create(_epsilon);
        root = TLanes.MultiplyAdd(root, scale, epsilon);
        m = TLanes.Divide(m, root);
        w = TLanes.MultiplyAdd(_rate, m, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
