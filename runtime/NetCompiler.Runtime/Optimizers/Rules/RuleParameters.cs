using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The parameters that a rule changes, and their decay.</summary>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TDecay">What decay falls on.</typeparam>
/// <param name="parameters">The parameters.</param>
/// <param name="decay">λ of the gradient.</param>
/// <param name="keep">The factor that other decay leaves of the parameters.</param>
internal readonly ref struct RuleParameters<T, TDecay>(Span<T> parameters, double decay, double keep)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TDecay : struct, IRuleDecay
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly T _decay = T.CreateTruncating(decay);
    private readonly T _keep = T.CreateTruncating(keep);

    /// <summary>Reads parameters, which shrink, or are added to their gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Load<TLanes, TVector>(nuint at, ref TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TDecay.OfGradient ? TLanes.MultiplyAdd(_decay, w, g) : g;
        return TDecay.OfParameter ? TLanes.Multiply(_keep, w) : w;
    }

    /// <summary>Writes parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<TLanes, TVector>(TVector w, nuint at)
        where TLanes : struct, ILanes<TVector, T> => TLanes.Store(w, ref _parameters, at);
}
