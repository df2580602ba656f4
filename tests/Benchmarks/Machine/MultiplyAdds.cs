using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetCompiler.Benchmarks.Measuring;

namespace NetCompiler.Benchmarks.Machine;

/// <summary>Multiply-adds of 512 bits in 12 independent chains: more than latency times ports, and all in registers.</summary>
internal struct MultiplyAdds512 : IWork
{
    /// <summary>Operations of one call.</summary>
    public const int Operations = 12 * 16 * 2;

    private Vector512<float> _sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long calls)
    {
        // Converges: no subnormals, no infinities.
        Vector512<float> factor = Vector512.Create(0.999f);
        Vector512<float> term = Vector512.Create(0.001f);
        Vector512<float> c0 = _sum;
        Vector512<float> c1 = _sum;
        Vector512<float> c2 = _sum;
        Vector512<float> c3 = _sum;
        Vector512<float> c4 = _sum;
        Vector512<float> c5 = _sum;
        Vector512<float> c6 = _sum;
        Vector512<float> c7 = _sum;
        Vector512<float> c8 = _sum;
        Vector512<float> c9 = _sum;
        Vector512<float> c10 = _sum;
        Vector512<float> c11 = _sum;
        for (long call = 0; call < calls; call++)
        {
            c0 = Vector512.MultiplyAddEstimate(c0, factor, term);
            c1 = Vector512.MultiplyAddEstimate(c1, factor, term);
            c2 = Vector512.MultiplyAddEstimate(c2, factor, term);
            c3 = Vector512.MultiplyAddEstimate(c3, factor, term);
            c4 = Vector512.MultiplyAddEstimate(c4, factor, term);
            c5 = Vector512.MultiplyAddEstimate(c5, factor, term);
            c6 = Vector512.MultiplyAddEstimate(c6, factor, term);
            c7 = Vector512.MultiplyAddEstimate(c7, factor, term);
            c8 = Vector512.MultiplyAddEstimate(c8, factor, term);
            c9 = Vector512.MultiplyAddEstimate(c9, factor, term);
            c10 = Vector512.MultiplyAddEstimate(c10, factor, term);
            c11 = Vector512.MultiplyAddEstimate(c11, factor, term);
        }

        _sum = ((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7)) + ((c8 + c9) + (c10 + c11));
        _sum /= Vector512.Create(12f);
    }
}

/// <summary>Multiply-adds of 256 bits in 12 independent chains: more than latency times ports, and all in registers.</summary>
internal struct MultiplyAdds256 : IWork
{
    /// <summary>Operations of one call.</summary>
    public const int Operations = 12 * 8 * 2;

    private Vector256<float> _sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long calls)
    {
        // Converges: no subnormals, no infinities.
        Vector256<float> factor = Vector256.Create(0.999f);
        Vector256<float> term = Vector256.Create(0.001f);
        Vector256<float> c0 = _sum;
        Vector256<float> c1 = _sum;
        Vector256<float> c2 = _sum;
        Vector256<float> c3 = _sum;
        Vector256<float> c4 = _sum;
        Vector256<float> c5 = _sum;
        Vector256<float> c6 = _sum;
        Vector256<float> c7 = _sum;
        Vector256<float> c8 = _sum;
        Vector256<float> c9 = _sum;
        Vector256<float> c10 = _sum;
        Vector256<float> c11 = _sum;
        for (long call = 0; call < calls; call++)
        {
            c0 = Vector256.MultiplyAddEstimate(c0, factor, term);
            c1 = Vector256.MultiplyAddEstimate(c1, factor, term);
            c2 = Vector256.MultiplyAddEstimate(c2, factor, term);
            c3 = Vector256.MultiplyAddEstimate(c3, factor, term);
            c4 = Vector256.MultiplyAddEstimate(c4, factor, term);
            c5 = Vector256.MultiplyAddEstimate(c5, factor, term);
            c6 = Vector256.MultiplyAddEstimate(c6, factor, term);
            c7 = Vector256.MultiplyAddEstimate(c7, factor, term);
            c8 = Vector256.MultiplyAddEstimate(c8, factor, term);
            c9 = Vector256.MultiplyAddEstimate(c9, factor, term);
            c10 = Vector256.MultiplyAddEstimate(c10, factor, term);
            c11 = Vector256.MultiplyAddEstimate(c11, factor, term);
        }

        _sum = ((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7)) + ((c8 + c9) + (c10 + c11));
        _sum /= Vector256.Create(12f);
    }
}

/// <summary>Multiply-adds of 128 bits in 12 independent chains: more than latency times ports, and all in registers.</summary>
internal struct MultiplyAdds128 : IWork
{
    /// <summary>Operations of one call.</summary>
    public const int Operations = 12 * 4 * 2;

    private Vector128<float> _sum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long calls)
    {
        // Converges: no subnormals, no infinities.
        Vector128<float> factor = Vector128.Create(0.999f);
        Vector128<float> term = Vector128.Create(0.001f);
        Vector128<float> c0 = _sum;
        Vector128<float> c1 = _sum;
        Vector128<float> c2 = _sum;
        Vector128<float> c3 = _sum;
        Vector128<float> c4 = _sum;
        Vector128<float> c5 = _sum;
        Vector128<float> c6 = _sum;
        Vector128<float> c7 = _sum;
        Vector128<float> c8 = _sum;
        Vector128<float> c9 = _sum;
        Vector128<float> c10 = _sum;
        Vector128<float> c11 = _sum;
        for (long call = 0; call < calls; call++)
        {
            c0 = Vector128.MultiplyAddEstimate(c0, factor, term);
            c1 = Vector128.MultiplyAddEstimate(c1, factor, term);
            c2 = Vector128.MultiplyAddEstimate(c2, factor, term);
            c3 = Vector128.MultiplyAddEstimate(c3, factor, term);
            c4 = Vector128.MultiplyAddEstimate(c4, factor, term);
            c5 = Vector128.MultiplyAddEstimate(c5, factor, term);
            c6 = Vector128.MultiplyAddEstimate(c6, factor, term);
            c7 = Vector128.MultiplyAddEstimate(c7, factor, term);
            c8 = Vector128.MultiplyAddEstimate(c8, factor, term);
            c9 = Vector128.MultiplyAddEstimate(c9, factor, term);
            c10 = Vector128.MultiplyAddEstimate(c10, factor, term);
            c11 = Vector128.MultiplyAddEstimate(c11, factor, term);
        }

        _sum = ((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7)) + ((c8 + c9) + (c10 + c11));
        _sum /= Vector128.Create(12f);
    }
}
