using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="NAdam"/>.</summary>
internal readonly ref struct NAdamRule<T>(Span<T> parameters, Span<T> mean, Span<T> square, scoped in NAdamUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly DecayingMean<T> _mean = new(mean, update.Beta1);
    private readonly DecayingSquare<T> _square = new(square, update.Beta2);
    private readonly T _gradientRate = T.CreateTruncating(update.GradientRate);
    private readonly T _meanRate = T.CreateTruncating(update.MeanRate);
    private readonly RootDivisor<T> _divisor = new(update.RootScale, update.Epsilon);
    private readonly T _threshold = Smallest<T>.Gradient(Math.Max(update.Beta1, update.Beta2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        g = TLanes.Flush(g, _threshold);
        TVector m = _mean.Take<TLanes, TVector>(at, g);
        TVector v = _square.Take<TLanes, TVector>(at, g);
        TVector root = _divisor.Of<TLanes, TVector>(v);
        w = TLanes.MultiplyAdd(_gradientRate, TLanes.Divide(g, root), w);
        w = TLanes.MultiplyAdd(_meanRate, TLanes.Divide(m, root), w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
