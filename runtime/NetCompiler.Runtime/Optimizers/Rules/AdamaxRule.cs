using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adamax"/>.</summary>
internal readonly ref struct AdamaxRule<T>(Span<T> parameters, Span<T> mean, Span<T> greatest, scoped in AdamaxUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly DecayingMean<T> _mean = new(mean, update.Beta1);
    private readonly ref T _greatest = ref MemoryMarshal.GetReference(greatest);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _beta2 = T.CreateTruncating(update.Beta2);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);
    private readonly T _threshold = Smallest<T>.Gradient(update.Beta1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        g = TLanes.Flush(g, _threshold);
        TVector m = _mean.Take<TLanes, TVector>(at, g);
        TVector u = TLanes.Load(ref _greatest, at);
        u = TLanes.Multiply(_beta2, u);
        TVector size = TLanes.Add(TLanes.Abs(g), TLanes.Create(_epsilon));
        u = TLanes.Max(u, size);
        u = TLanes.Flush(u);
        TLanes.Store(u, ref _greatest, at);
        m = TLanes.Divide(m, u);
        w = TLanes.MultiplyAdd(_rate, m, w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
