using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="SGD"/> without momentum.</summary>
internal readonly ref struct PlainSGDRule<T, TDecay>(Span<T> parameters, SGDUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDecay : struct, IRuleDecay
{
    private readonly RuleParameters<T, TDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly T _rate = T.CreateTruncating(update.Rate);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        w = TLanes.MultiplyAdd(_rate, g, w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
