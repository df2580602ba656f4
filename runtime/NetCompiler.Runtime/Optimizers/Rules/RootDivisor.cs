using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>What divides a step: a root by its bias correction, and ε.</summary>
/// <typeparam name="T">The elements.</typeparam>
/// <param name="scale">The factor of the root.</param>
/// <param name="epsilon">What is added.</param>
internal readonly struct RootDivisor<T>(double scale, double epsilon)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _scale = T.CreateTruncating(scale);
    private readonly T _epsilon = T.CreateTruncating(epsilon);

    /// <summary>The divisor where the mean or the sum of the squares is this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TLanes, TVector>(TVector square)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector root = TLanes.Sqrt(square);
        TVector scale = TLanes.Create(_scale);
        TVector epsilon = TLanes.Create(_epsilon);
        return TLanes.MultiplyAdd(root, scale, epsilon);
    }
}
