using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adadelta"/>.</summary>
internal readonly ref struct AdadeltaRule<T>(Span<T> parameters, Span<T> square, Span<T> delta, scoped in AdadeltaUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _square = ref MemoryMarshal.GetReference(square);
    private readonly ref T _delta = ref MemoryMarshal.GetReference(delta);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _rho = T.CreateTruncating(update.Rho);
    private readonly T _share = T.CreateTruncating(1 - update.Rho);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);
    private readonly T _floor = Smallest<T>.Floor(update.Rho);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TLanes.Flush(g);
        g = TLanes.MultiplyAdd(_decay, w, g);
        w = TLanes.Multiply(_keep, w);
        TVector epsilon = TLanes.Create(_epsilon);
        TVector floor = TLanes.Create(_floor);
        TVector v = TLanes.Load(ref _square, at);
        v = TLanes.Multiply(_rho, v);
        TVector share = TLanes.Multiply(_share, g);
        v = TLanes.MultiplyAdd(share, g, v);
        v = TLanes.Max(floor, v);
        TLanes.Store(v, ref _square, at);
        TVector u = TLanes.Load(ref _delta, at);
        TVector above = TLanes.Sqrt(TLanes.Add(u, epsilon));
        TVector below = TLanes.Sqrt(TLanes.Add(v, epsilon));
        TVector step = TLanes.Divide(above, below);
        step = TLanes.Multiply(step, g);
        u = TLanes.Multiply(_rho, u);
        share = TLanes.Multiply(_share, step);
        u = TLanes.MultiplyAdd(share, step, u);
        u = TLanes.Max(floor, u);
        TLanes.Store(u, ref _delta, at);
        w = TLanes.MultiplyAdd(_rate, step, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
