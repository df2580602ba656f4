using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adadelta"/>.</summary>
internal readonly ref struct AdadeltaRule<T>(Span<T> parameters, Span<T> square, Span<T> delta, scoped in AdadeltaUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly DecayingSquare<T> _square = new(square, update.Rho);
    private readonly DecayingSquare<T> _delta = new(delta, update.Rho);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        TVector epsilon = TLanes.Create(_epsilon);
        TVector v = _square.Take<TLanes, TVector>(at, g);
        TVector u = _delta.Load<TLanes, TVector>(at);
        TVector above = TLanes.Sqrt(TLanes.Add(u, epsilon));
        TVector below = TLanes.Sqrt(TLanes.Add(v, epsilon));
        TVector step = TLanes.Divide(above, below);
        step = TLanes.Multiply(step, g);
        _delta.Take<TLanes, TVector>(at, step);
        w = TLanes.MultiplyAdd(_rate, step, w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
