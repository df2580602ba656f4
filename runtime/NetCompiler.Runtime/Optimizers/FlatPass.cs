using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>
/// Walks a gradient buffer in the widest vectors of the machine and puts each into an updater. Updaters are gradient sinks, so that the same text
/// can also take a gradient straight from the registers of a kernel.
/// </summary>
internal static class FlatPass
{
    // Where a gradient stays zero, a decaying average becomes a subnormal number and sticks there, and arithmetic on those is some 28 times slower:
    // whatever is below this is stored as zero.
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Puts every vector of the gradient.</summary>
    /// <param name="gradients">A multiple of 16 floats.</param>
    /// <param name="updater">Takes the vectors, from offset 0 on.</param>
    public static void Run<TUpdater>(ReadOnlySpan<float> gradients, TUpdater updater)
        where TUpdater : struct, IGradientSink, allows ref struct
    {
        ref float first = ref MemoryMarshal.GetReference(gradients);
        if (Vector512.IsHardwareAccelerated)
        {
            Run512(ref first, (nuint)gradients.Length, updater);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run256(ref first, (nuint)gradients.Length, updater);
        }
        else
        {
            Run128(ref first, (nuint)gradients.Length, updater);
        }
    }

    /// <summary>Sets to zero what is smaller in magnitude than a threshold; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Flush(Vector512<float> value, float threshold) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(value), Vector512.Create(threshold)), Vector512<float>.Zero, value);

    /// <summary>Sets to zero what is smaller in magnitude than a threshold; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Flush(Vector256<float> value, float threshold) =>
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(value), Vector256.Create(threshold)), Vector256<float>.Zero, value);

    /// <summary>Sets to zero what is smaller in magnitude than a threshold; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Flush(Vector128<float> value, float threshold) =>
        Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(value), Vector128.Create(threshold)), Vector128<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run512<TUpdater>(ref float gradients, nuint length, TUpdater updater)
        where TUpdater : struct, IGradientSink, allows ref struct
    {
        for (nuint i = 0; i < length; i += 16)
        {
            updater.Put(i, Vector512.LoadUnsafe(ref gradients, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run256<TUpdater>(ref float gradients, nuint length, TUpdater updater)
        where TUpdater : struct, IGradientSink, allows ref struct
    {
        for (nuint i = 0; i < length; i += 8)
        {
            updater.Put(i, Vector256.LoadUnsafe(ref gradients, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run128<TUpdater>(ref float gradients, nuint length, TUpdater updater)
        where TUpdater : struct, IGradientSink, allows ref struct
    {
        for (nuint i = 0; i < length; i += 4)
        {
            updater.Put(i, Vector128.LoadUnsafe(ref gradients, i));
        }
    }
}
