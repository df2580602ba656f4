using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adagrad"/>.</summary>
internal readonly ref struct AdagradRule<T>(Span<T> parameters, Span<T> sum, scoped in AdagradUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleParameters<T, AnyDecay> _parameters = new(parameters, update.Decay, update.Keep);
    private readonly ref T _sum = ref MemoryMarshal.GetReference(sum);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly RootDivisor<T> _divisor = new(update.RootScale, update.Epsilon);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        g = TLanes.Flush(g);
        TVector w = _parameters.Load<TLanes, TVector>(at, ref g);
        TVector sum = TLanes.Load(ref _sum, at);
        sum = TLanes.MultiplyAdd(g, g, sum);
        sum = TLanes.Flush(sum);
        TLanes.Store(sum, ref _sum, at);
        TVector root = _divisor.Of<TLanes, TVector>(sum);
        g = TLanes.Divide(g, root);
        w = TLanes.MultiplyAdd(_rate, g, w);
        _parameters.Store<TLanes, TVector>(TLanes.Flush(w), at);
    }
}
