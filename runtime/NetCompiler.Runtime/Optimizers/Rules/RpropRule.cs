using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Rprop"/>.</summary>
internal readonly ref struct RpropRule<T>(Span<T> parameters, Span<T> previous, Span<T> size, scoped in RpropUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _previous = ref MemoryMarshal.GetReference(previous);
    private readonly ref T _size = ref MemoryMarshal.GetReference(size);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _shrink = T.CreateTruncating(update.Shrink);
    private readonly T _grow = T.CreateTruncating(update.Grow);
    private readonly T _least = T.CreateTruncating(update.Least);
    private readonly T _greatest = T.CreateTruncating(update.Greatest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TLanes.Flush(g);
        g = TLanes.MultiplyAdd(_decay, w, g);
        w = TLanes.Multiply(_keep, w);
        TVector zero = TLanes.Create(T.Zero);
        TVector one = TLanes.Create(T.One);
        TVector agreement = TLanes.Multiply(g, TLanes.Load(ref _previous, at));
        TVector size = TLanes.Load(ref _size, at);
        TVector shrink = TLanes.Create(_shrink);
        TVector factor = TLanes.SelectLess(zero, agreement, TLanes.Create(_grow), one);
        factor = TLanes.SelectLess(agreement, zero, shrink, factor);
        size = TLanes.Multiply(size, factor);
        TVector least = TLanes.Create(_least);
        TVector greatest = TLanes.Create(_greatest);
        size = TLanes.SelectLess(size, least, least, size);
        size = TLanes.SelectLess(greatest, size, greatest, size);
        TLanes.Store(size, ref _size, at);

        // After a change of sign the parameter waits for a step, and the one after that makes nothing of the comparison.
        g = TLanes.SelectLess(agreement, zero, zero, g);
        TLanes.Store(g, ref _previous, at);
        g = Signs.Of<TLanes, TVector, T>(g);
        w = TLanes.Subtract(w, TLanes.Multiply(size, g));
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
