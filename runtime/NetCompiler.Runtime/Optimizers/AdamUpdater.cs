using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>
/// The update of <see cref="Adam"/> and <see cref="AdamW"/>, vector by vector. Root and division are the exact ones: where gradients come out of a
/// product, the unit that divides stands idle, and estimates with a step of Newton's take more of the units that multiply than they save.
/// </summary>
/// <typeparam name="TDecay">What weight decay falls on.</typeparam>
internal readonly ref struct AdamUpdater<TDecay>(Span<float> parameters, Span<float> mean, Span<float> square, AdamUpdate update) : IGradientSink
    where TDecay : struct, IAdamDecay
{
    private readonly ref float _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref float _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref float _square = ref MemoryMarshal.GetReference(square);
    private readonly AdamUpdate _update = update;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient)
    {
        Vector512<float> w = Vector512.LoadUnsafe(ref _parameters, at);
        w = TDecay.OfParameter ? w * Vector512.Create(_update.Keep) : w;
        Vector512<float> g = TDecay.OfGradient ? Vector512.MultiplyAddEstimate(Vector512.Create(_update.Decay), w, gradient) : gradient;
        g = FlatPass.Flush(g, _update.Threshold);
        Vector512<float> m = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Share1), g, Vector512.Create(_update.Beta1) * Vector512.LoadUnsafe(ref _mean, at));
        m = FlatPass.Flush(m, FlatPass.SmallestNormal);
        m.StoreUnsafe(ref _mean, at);
        Vector512<float> v = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Share2) * g, g, Vector512.Create(_update.Beta2) * Vector512.LoadUnsafe(ref _square, at));
        v = Vector512.MaxNative(Vector512.Create(_update.Floor), v);
        v.StoreUnsafe(ref _square, at);
        Vector512<float> root = Vector512.MultiplyAddEstimate(Vector512.Sqrt(v), Vector512.Create(_update.RootScale), Vector512.Create(_update.Epsilon));
        w = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Rate), m / root, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient)
    {
        Vector256<float> w = Vector256.LoadUnsafe(ref _parameters, at);
        w = TDecay.OfParameter ? w * Vector256.Create(_update.Keep) : w;
        Vector256<float> g = TDecay.OfGradient ? Vector256.MultiplyAddEstimate(Vector256.Create(_update.Decay), w, gradient) : gradient;
        g = FlatPass.Flush(g, _update.Threshold);
        Vector256<float> m = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Share1), g, Vector256.Create(_update.Beta1) * Vector256.LoadUnsafe(ref _mean, at));
        m = FlatPass.Flush(m, FlatPass.SmallestNormal);
        m.StoreUnsafe(ref _mean, at);
        Vector256<float> v = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Share2) * g, g, Vector256.Create(_update.Beta2) * Vector256.LoadUnsafe(ref _square, at));
        v = Vector256.MaxNative(Vector256.Create(_update.Floor), v);
        v.StoreUnsafe(ref _square, at);
        Vector256<float> root = Vector256.MultiplyAddEstimate(Vector256.Sqrt(v), Vector256.Create(_update.RootScale), Vector256.Create(_update.Epsilon));
        w = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Rate), m / root, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient)
    {
        Vector128<float> w = Vector128.LoadUnsafe(ref _parameters, at);
        w = TDecay.OfParameter ? w * Vector128.Create(_update.Keep) : w;
        Vector128<float> g = TDecay.OfGradient ? Vector128.MultiplyAddEstimate(Vector128.Create(_update.Decay), w, gradient) : gradient;
        g = FlatPass.Flush(g, _update.Threshold);
        Vector128<float> m = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Share1), g, Vector128.Create(_update.Beta1) * Vector128.LoadUnsafe(ref _mean, at));
        m = FlatPass.Flush(m, FlatPass.SmallestNormal);
        m.StoreUnsafe(ref _mean, at);
        Vector128<float> v = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Share2) * g, g, Vector128.Create(_update.Beta2) * Vector128.LoadUnsafe(ref _square, at));
        v = Vector128.MaxNative(Vector128.Create(_update.Floor), v);
        v.StoreUnsafe(ref _square, at);
        Vector128<float> root = Vector128.MultiplyAddEstimate(Vector128.Sqrt(v), Vector128.Create(_update.RootScale), Vector128.Create(_update.Epsilon));
        w = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Rate), m / root, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    public void Put(nuint at, Vector512<double> gradient) => throw new System.NotSupportedException("This optimizer takes gradients of float.");

    /// <inheritdoc/>
    public void Put(nuint at, Vector256<double> gradient) => throw new System.NotSupportedException("This optimizer takes gradients of float.");

    /// <inheritdoc/>
    public void Put(nuint at, Vector128<double> gradient) => throw new System.NotSupportedException("This optimizer takes gradients of float.");
}
