using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="SGD"/> without momentum.</summary>
internal readonly ref struct PlainSGDRule<T, TDecay>(Span<T> parameters, SGDUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDecay : struct, IRuleDecay
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly T _rate = T.CreateTruncating(update.Rate);
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
        w = TLanes.MultiplyAdd(_rate, g, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
