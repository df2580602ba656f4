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
    private readonly RuleParameters<T, TDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly ref T _velocity = ref MemoryMarshal.GetReference(velocity);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _momentum = T.CreateTruncating(update.Momentum);
    private readonly T _share = T.CreateTruncating(update.Share);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        TVector v = TLanes.Load(ref _velocity, at);
        g = TLanes.Multiply(_share, g);
        v = TLanes.MultiplyAdd(_momentum, v, g);
        v = TLanes.Flush(v);
        TLanes.Store(v, ref _velocity, at);
        g = TNesterov.IsOn ? TLanes.MultiplyAdd(_momentum, v, g) : v;
        w = TLanes.MultiplyAdd(_rate, g, w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
