using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adam"/> and <see cref="AdamW"/>, vector by vector.</summary>
internal readonly ref struct AdamUpdater(Span<float> parameters, Span<float> mean, Span<float> square, AdamUpdate update) : IGradientSink
{
    private readonly ref float _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref float _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref float _square = ref MemoryMarshal.GetReference(square);
    private readonly AdamUpdate _update = update;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient)
    {
        Vector512<float> w = Vector512.LoadUnsafe(ref _parameters, at) * Vector512.Create(_update.Keep);
        Vector512<float> g = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Decay), w, FlatPass.Flush(gradient, FlatPass.SmallestNormal));
        Vector512<float> m = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Beta1), Vector512.LoadUnsafe(ref _mean, at), Vector512.Create(_update.Share1) * FlatPass.Flush(g, _update.Threshold1));
        m = FlatPass.Flush(m, FlatPass.SmallestNormal);
        m.StoreUnsafe(ref _mean, at);
        // The square of a tiny gradient would be a subnormal number on its way to being stored as zero.
        g = FlatPass.Flush(g, _update.Threshold2);
        Vector512<float> v = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Beta2), Vector512.LoadUnsafe(ref _square, at), Vector512.Create(_update.Share2) * g * g);
        v = FlatPass.Flush(v, FlatPass.SmallestNormal);
        v.StoreUnsafe(ref _square, at);
        Vector512<float> root = Vector512.MultiplyAddEstimate(Vector512.Sqrt(v), Vector512.Create(_update.RootScale), Vector512.Create(_update.Epsilon));
        w = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Rate), m / root, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient)
    {
        Vector256<float> w = Vector256.LoadUnsafe(ref _parameters, at) * Vector256.Create(_update.Keep);
        Vector256<float> g = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Decay), w, FlatPass.Flush(gradient, FlatPass.SmallestNormal));
        Vector256<float> m = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Beta1), Vector256.LoadUnsafe(ref _mean, at), Vector256.Create(_update.Share1) * FlatPass.Flush(g, _update.Threshold1));
        m = FlatPass.Flush(m, FlatPass.SmallestNormal);
        m.StoreUnsafe(ref _mean, at);
        // The square of a tiny gradient would be a subnormal number on its way to being stored as zero.
        g = FlatPass.Flush(g, _update.Threshold2);
        Vector256<float> v = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Beta2), Vector256.LoadUnsafe(ref _square, at), Vector256.Create(_update.Share2) * g * g);
        v = FlatPass.Flush(v, FlatPass.SmallestNormal);
        v.StoreUnsafe(ref _square, at);
        Vector256<float> root = Vector256.MultiplyAddEstimate(Vector256.Sqrt(v), Vector256.Create(_update.RootScale), Vector256.Create(_update.Epsilon));
        w = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Rate), m / root, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient)
    {
        Vector128<float> w = Vector128.LoadUnsafe(ref _parameters, at) * Vector128.Create(_update.Keep);
        Vector128<float> g = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Decay), w, FlatPass.Flush(gradient, FlatPass.SmallestNormal));
        Vector128<float> m = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Beta1), Vector128.LoadUnsafe(ref _mean, at), Vector128.Create(_update.Share1) * FlatPass.Flush(g, _update.Threshold1));
        m = FlatPass.Flush(m, FlatPass.SmallestNormal);
        m.StoreUnsafe(ref _mean, at);
        // The square of a tiny gradient would be a subnormal number on its way to being stored as zero.
        g = FlatPass.Flush(g, _update.Threshold2);
        Vector128<float> v = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Beta2), Vector128.LoadUnsafe(ref _square, at), Vector128.Create(_update.Share2) * g * g);
        v = FlatPass.Flush(v, FlatPass.SmallestNormal);
        v.StoreUnsafe(ref _square, at);
        Vector128<float> root = Vector128.MultiplyAddEstimate(Vector128.Sqrt(v), Vector128.Create(_update.RootScale), Vector128.Create(_update.Epsilon));
        w = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Rate), m / root, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }
}
