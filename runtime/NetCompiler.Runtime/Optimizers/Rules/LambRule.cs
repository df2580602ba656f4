using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The first pass of <see cref="Lamb"/>: moments, and the step before it is scaled by the norms of its tensor.</summary>
internal readonly ref struct LambRule<T>(Span<T> parameters, Span<T> mean, Span<T> square, Span<T> step, scoped in LambUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly DecayingMean<T> _mean = new(mean, update.Beta1);
    private readonly DecayingSquare<T> _square = new(square, update.Beta2);
    private readonly ref T _step = ref MemoryMarshal.GetReference(step);
    private readonly T _weightDecay = T.CreateTruncating(update.WeightDecay);
    private readonly T _meanScale = T.CreateTruncating(update.MeanScale);
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
        m = TLanes.Multiply(_meanScale, m);
        TVector step = TLanes.Divide(m, root);
        step = TLanes.MultiplyAdd(_weightDecay, w, step);
        TLanes.Store(step, ref _step, at);
        _parameters.Store<TLanes, TVector>(w, at);
    }
}
