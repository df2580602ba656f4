using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>A decaying mean of squares, in an optimizer's state. It stays at <see cref="Smallest{T}.Floor"/> or above.</summary>
/// <typeparam name="T">The elements.</typeparam>
/// <param name="square">The state.</param>
/// <param name="beta">The factor of the mean in a step.</param>
internal readonly ref struct DecayingSquare<T>(Span<T> square, double beta)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _square = ref MemoryMarshal.GetReference(square);
    private readonly T _beta = T.CreateTruncating(beta);
    private readonly T _share = T.CreateTruncating(1 - beta);
    private readonly T _floor = Smallest<T>.Floor(beta);

    /// <summary>The mean as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Load<TLanes, TVector>(nuint at)
        where TLanes : struct, ILanes<TVector, T> => TLanes.Load(ref _square, at);

    /// <summary>Takes the squares of values into the mean.</summary>
    /// <returns>The new mean.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Take<TLanes, TVector>(nuint at, TVector value)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector v = TLanes.Load(ref _square, at);
        v = TLanes.Multiply(_beta, v);
        TVector share = TLanes.Multiply(_share, value);
        v = TLanes.MultiplyAdd(share, value, v);
        TVector floor = TLanes.Create(_floor);
        v = TLanes.Max(floor, v);
        TLanes.Store(v, ref _square, at);
        return v;
    }
}
