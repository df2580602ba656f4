using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>
/// The update of <see cref="Adam"/> and <see cref="AdamW"/>. Root and division are the exact ones: where gradients come out of a
/// product, the unit that divides stands idle, and estimates with a step of Newton's take more of the units that multiply than they save.
/// </summary>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TDecay">What weight decay falls on.</typeparam>
/// <typeparam name="TMaximum">Whether the greatest second moment divides, and not the last one.</typeparam>
internal readonly ref struct AdamRule<T, TDecay, TMaximum>(Span<T> parameters, Span<T> mean, Span<T> square, Span<T> maximum, scoped in AdamUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDecay : struct, IRuleDecay
    where TMaximum : struct, IRuleSwitch
{
    private readonly RuleParameters<T, TDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly DecayingMean<T> _mean = new(mean, update.Beta1);
    private readonly DecayingSquare<T> _square = new(square, update.Beta2);
    private readonly ref T _maximum = ref MemoryMarshal.GetReference(maximum);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly RootDivisor<T> _divisor = new(update.RootScale, update.Epsilon);
    private readonly T _threshold = Smallest<T>.Gradient(Math.Max(update.Beta1, update.Beta2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        g = TLanes.Flush(g, _threshold);
        TVector m = _mean.Take<TLanes, TVector>(at, g);
        TVector v = _square.Take<TLanes, TVector>(at, g);
        if (TMaximum.IsOn)
        {
            TVector greatest = TLanes.Load(ref _maximum, at);
            v = TLanes.Max(greatest, v);
            TLanes.Store(v, ref _maximum, at);
        }

        TVector root = _divisor.Of<TLanes, TVector>(v);
        m = TLanes.Divide(m, root);
        w = TLanes.MultiplyAdd(_rate, m, w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
