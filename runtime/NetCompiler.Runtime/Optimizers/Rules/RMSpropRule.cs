using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="RMSprop"/>.</summary>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TCentered">Whether the variance of the gradients divides, and not the mean of their squares.</typeparam>
/// <typeparam name="TMomentum">Whether steps are gathered in a velocity.</typeparam>
internal readonly ref struct RMSpropRule<T, TCentered, TMomentum>(Span<T> parameters, Span<T> square, Span<T> mean, Span<T> velocity, scoped in RMSpropUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCentered : struct, IRuleSwitch
    where TMomentum : struct, IRuleSwitch
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _square = ref MemoryMarshal.GetReference(square);
    private readonly ref T _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref T _velocity = ref MemoryMarshal.GetReference(velocity);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _alpha = T.CreateTruncating(update.Alpha);
    private readonly T _share = T.CreateTruncating(1 - update.Alpha);
    private readonly T _momentum = T.CreateTruncating(update.Momentum);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);
    private readonly T _threshold = Smallest<T>.Normal / T.CreateTruncating(1 - update.Alpha);
    private readonly T _floor = Smallest<T>.Floor(update.Alpha);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TLanes.MultiplyAdd(_decay, w, g);
        g = TLanes.Flush(g, _threshold);
        w = TLanes.Multiply(_keep, w);
        TVector v = TLanes.Load(ref _square, at);
        v = TLanes.Multiply(_alpha, v);
        TVector share = TLanes.Multiply(_share, g);
        v = TLanes.MultiplyAdd(share, g, v);
        TVector floor = TLanes.Create(_floor);
        v = TLanes.Max(floor, v);
        TLanes.Store(v, ref _square, at);
        if (TCentered.IsOn)
        {
            TVector m = TLanes.Load(ref _mean, at);
            m = TLanes.Multiply(_alpha, m);
            m = TLanes.MultiplyAdd(_share, g, m);
            m = TLanes.Flush(m);
            TLanes.Store(m, ref _mean, at);

            // A variance; rounding may leave it below zero.
            v = TLanes.Subtract(v, TLanes.Multiply(m, m));
            TVector zero = TLanes.Create(T.Zero);
            v = TLanes.Max(zero, v);
        }

        TVector root = TLanes.Add(TLanes.Sqrt(v), TLanes.Create(_epsilon));
        g = TLanes.Divide(g, root);
        if (TMomentum.IsOn)
        {
            TVector velocity = TLanes.Load(ref _velocity, at);
            g = TLanes.MultiplyAdd(_momentum, velocity, g);
            g = TLanes.Flush(g);
            TLanes.Store(g, ref _velocity, at);
        }

        w = TLanes.MultiplyAdd(_rate, g, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
