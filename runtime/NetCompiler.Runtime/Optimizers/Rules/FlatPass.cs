using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>Walks a gradient buffer in the widest vectors of the machine and applies a rule to each.</summary>
internal static class FlatPass
{
    /// <summary>The least positive float that is not subnormal.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The least positive double that is not subnormal.</summary>
    public const double SmallestNormalDouble = 2.2250738585072014e-308;

    /// <summary>Applies a rule to every vector of the gradient.</summary>
    /// <param name="gradients">A multiple of 16 elements.</param>
    /// <param name="rule">Takes the vectors, from index 0 on.</param>
    public static void Run<T, TRule>(ReadOnlySpan<T> gradients, TRule rule)
        where T : unmanaged
        where TRule : struct, IUpdateRule<T>, allows ref struct
    {
        ref readonly T first = ref MemoryMarshal.GetReference(gradients);
        if (Vector512.IsHardwareAccelerated)
        {
            Run512(in first, (nuint)gradients.Length, rule);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run256(in first, (nuint)gradients.Length, rule);
        }
        else
        {
            Run128(in first, (nuint)gradients.Length, rule);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run512<T, TRule>(ref readonly T gradients, nuint length, TRule rule)
        where T : unmanaged
        where TRule : struct, IUpdateRule<T>, allows ref struct
    {
        for (nuint i = 0; i < length; i += (nuint)Vector512<T>.Count)
        {
            rule.Apply<Lanes512<T>, Vector512<T>>(i, Vector512.LoadUnsafe(in gradients, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run256<T, TRule>(ref readonly T gradients, nuint length, TRule rule)
        where T : unmanaged
        where TRule : struct, IUpdateRule<T>, allows ref struct
    {
        for (nuint i = 0; i < length; i += (nuint)Vector256<T>.Count)
        {
            rule.Apply<Lanes256<T>, Vector256<T>>(i, Vector256.LoadUnsafe(in gradients, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run128<T, TRule>(ref readonly T gradients, nuint length, TRule rule)
        where T : unmanaged
        where TRule : struct, IUpdateRule<T>, allows ref struct
    {
        for (nuint i = 0; i < length; i += (nuint)Vector128<T>.Count)
        {
            rule.Apply<Lanes128<T>, Vector128<T>>(i, Vector128.LoadUnsafe(in gradients, i));
        }
    }
}
