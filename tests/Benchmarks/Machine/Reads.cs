using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetCompiler.Benchmarks.Measuring;

namespace NetCompiler.Benchmarks.Machine;

/// <summary>Reads memory from end to end in vectors of 512 bits.</summary>
/// <param name="memory">64-byte aligned and pinned, a multiple of 512 bytes.</param>
internal struct Reads512(float[] memory, int start, int length) : IWork
{
    private Vector512<int> _sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long calls)
    {
        Vector512<int> c0 = _sum;
        Vector512<int> c1 = Vector512<int>.Zero;
        Vector512<int> c2 = Vector512<int>.Zero;
        Vector512<int> c3 = Vector512<int>.Zero;
        Vector512<int> c4 = Vector512<int>.Zero;
        Vector512<int> c5 = Vector512<int>.Zero;
        Vector512<int> c6 = Vector512<int>.Zero;
        Vector512<int> c7 = Vector512<int>.Zero;
        for (long call = 0; call < calls; call++)
        {
            ref int p = ref Unsafe.As<float, int>(ref memory[start]);
            for (int i = 0; i < length; i += 128)
            {
                c0 ^= Vector512.LoadUnsafe(ref p);
                c1 ^= Vector512.LoadUnsafe(ref p, 16);
                c2 ^= Vector512.LoadUnsafe(ref p, 32);
                c3 ^= Vector512.LoadUnsafe(ref p, 48);
                c4 ^= Vector512.LoadUnsafe(ref p, 64);
                c5 ^= Vector512.LoadUnsafe(ref p, 80);
                c6 ^= Vector512.LoadUnsafe(ref p, 96);
                c7 ^= Vector512.LoadUnsafe(ref p, 112);
                p = ref Unsafe.Add(ref p, 128);
            }
        }

        _sum = c0 ^ c1 ^ c2 ^ c3 ^ c4 ^ c5 ^ c6 ^ c7;
    }
}

/// <summary>Reads memory from end to end in vectors of 256 bits.</summary>
/// <param name="memory">64-byte aligned and pinned, a multiple of 512 bytes.</param>
internal struct Reads256(float[] memory, int start, int length) : IWork
{
    private Vector256<int> _sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long calls)
    {
        Vector256<int> c0 = _sum;
        Vector256<int> c1 = Vector256<int>.Zero;
        Vector256<int> c2 = Vector256<int>.Zero;
        Vector256<int> c3 = Vector256<int>.Zero;
        Vector256<int> c4 = Vector256<int>.Zero;
        Vector256<int> c5 = Vector256<int>.Zero;
        Vector256<int> c6 = Vector256<int>.Zero;
        Vector256<int> c7 = Vector256<int>.Zero;
        for (long call = 0; call < calls; call++)
        {
            ref int p = ref Unsafe.As<float, int>(ref memory[start]);
            for (int i = 0; i < length; i += 64)
            {
                c0 ^= Vector256.LoadUnsafe(ref p);
                c1 ^= Vector256.LoadUnsafe(ref p, 8);
                c2 ^= Vector256.LoadUnsafe(ref p, 16);
                c3 ^= Vector256.LoadUnsafe(ref p, 24);
                c4 ^= Vector256.LoadUnsafe(ref p, 32);
                c5 ^= Vector256.LoadUnsafe(ref p, 40);
                c6 ^= Vector256.LoadUnsafe(ref p, 48);
                c7 ^= Vector256.LoadUnsafe(ref p, 56);
                p = ref Unsafe.Add(ref p, 64);
            }
        }

        _sum = c0 ^ c1 ^ c2 ^ c3 ^ c4 ^ c5 ^ c6 ^ c7;
    }
}

/// <summary>Reads memory from end to end in vectors of 128 bits.</summary>
/// <param name="memory">64-byte aligned and pinned, a multiple of 512 bytes.</param>
internal struct Reads128(float[] memory, int start, int length) : IWork
{
    private Vector128<int> _sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long calls)
    {
        Vector128<int> c0 = _sum;
        Vector128<int> c1 = Vector128<int>.Zero;
        Vector128<int> c2 = Vector128<int>.Zero;
        Vector128<int> c3 = Vector128<int>.Zero;
        Vector128<int> c4 = Vector128<int>.Zero;
        Vector128<int> c5 = Vector128<int>.Zero;
        Vector128<int> c6 = Vector128<int>.Zero;
        Vector128<int> c7 = Vector128<int>.Zero;
        for (long call = 0; call < calls; call++)
        {
            ref int p = ref Unsafe.As<float, int>(ref memory[start]);
            for (int i = 0; i < length; i += 32)
            {
                c0 ^= Vector128.LoadUnsafe(ref p);
                c1 ^= Vector128.LoadUnsafe(ref p, 4);
                c2 ^= Vector128.LoadUnsafe(ref p, 8);
                c3 ^= Vector128.LoadUnsafe(ref p, 12);
                c4 ^= Vector128.LoadUnsafe(ref p, 16);
                c5 ^= Vector128.LoadUnsafe(ref p, 20);
                c6 ^= Vector128.LoadUnsafe(ref p, 24);
                c7 ^= Vector128.LoadUnsafe(ref p, 28);
                p = ref Unsafe.Add(ref p, 32);
            }
        }

        _sum = c0 ^ c1 ^ c2 ^ c3 ^ c4 ^ c5 ^ c6 ^ c7;
    }
}
