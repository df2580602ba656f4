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
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly DecayingSquare<T> _square = new(square, update.Alpha);
    private readonly DecayingMean<T> _mean = new(mean, update.Alpha);
    private readonly ref T _velocity = ref MemoryMarshal.GetReference(velocity);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _momentum = T.CreateTruncating(update.Momentum);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);
    private readonly T _threshold = Smallest<T>.Gradient(update.Alpha);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        g = TLanes.Flush(g, _threshold);
        TVector v = _square.Take<TLanes, TVector>(at, g);
        if (TCentered.IsOn)
        {
            TVector m = _mean.Take<TLanes, TVector>(at, g);

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
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
