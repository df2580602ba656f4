using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Lion"/>.</summary>
internal readonly ref struct LionRule<T>(Span<T> parameters, Span<T> mean, scoped in LionUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _beta1 = T.CreateTruncating(update.Beta1);
    private readonly T _share1 = T.CreateTruncating(1 - update.Beta1);
    private readonly T _beta2 = T.CreateTruncating(update.Beta2);
    private readonly T _share2 = T.CreateTruncating(1 - update.Beta2);
    private readonly T _threshold = Smallest<T>.Gradient(Math.Max(update.Beta1, update.Beta2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        g = TLanes.Flush(g, _threshold);
        TVector m = TLanes.Load(ref _mean, at);
        TVector step = TLanes.Multiply(_beta1, m);
        step = TLanes.MultiplyAdd(_share1, g, step);
        m = TLanes.Multiply(_beta2, m);
        m = TLanes.MultiplyAdd(_share2, g, m);
        TLanes.Store(TLanes.Flush(m), ref _mean, at);
        w = TLanes.MultiplyAdd(_rate, Signs.Of<TLanes, TVector, T>(step), w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
