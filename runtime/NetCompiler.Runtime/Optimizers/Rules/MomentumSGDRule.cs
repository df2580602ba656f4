using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="SGD"/> with momentum.</summary>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TDecay">What weight decay falls on.</typeparam>
/// <typeparam name="TNesterov">Whether the step looks ahead along the velocity.</typeparam>
internal readonly ref struct MomentumSGDRule<T, TDecay, TNesterov>(Span<T> parameters, Span<T> velocity, SGDUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDecay : struct, IRuleDecay
    where TNesterov : struct, IRuleSwitch
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _velocity = ref MemoryMarshal.GetReference(velocity);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _momentum = T.CreateTruncating(update.Momentum);
    private readonly T _share = T.CreateTruncating(update.Share);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TLanes.Flush(g);
        g = TDecay.OfGradient ? TLanes.MultiplyAdd(_decay, w, g) : g;
        w = TDecay.OfParameter ? TLanes.Multiply(_keep, w) : w;
        TVector v = TLanes.Load(ref _velocity, at);
        g = TLanes.Multiply(_share, g);
        v = TLanes.MultiplyAdd(_momentum, v, g);
        v = TLanes.Flush(v);
        TLanes.Store(v, ref _velocity, at);
        g = TNesterov.IsOn ? TLanes.MultiplyAdd(_momentum, v, g) : v;
        w = TLanes.MultiplyAdd(_rate, g, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
