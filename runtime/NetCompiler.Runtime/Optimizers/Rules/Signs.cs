using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>Signs of numbers.</summary>
internal static class Signs
{
    /// <summary>-1, 0 or 1; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector value)
        where TLanes : struct, ILanes<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector zero = TLanes.Create(T.Zero);
        TVector positive = TLanes.Create(T.One);
        TVector negative = TLanes.Create(T.NegativeOne);
        TVector sign = TLanes.SelectLess(zero, value, positive, value);
        return TLanes.SelectLess(value, zero, negative, sign);
    }
}
