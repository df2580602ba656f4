using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="SGD"/> with Nesterov's momentum, vector by vector.</summary>
internal readonly ref struct NesterovSGDUpdater(Span<float> parameters, Span<float> velocity, SGDUpdate update) : IGradientSink
{
    private readonly ref float _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref float _velocity = ref MemoryMarshal.GetReference(velocity);
    private readonly SGDUpdate _update = update;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient)
    {
        Vector512<float> w = Vector512.LoadUnsafe(ref _parameters, at);
        Vector512<float> g = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Decay), w, FlatPass.Flush(gradient, FlatPass.SmallestNormal));
        Vector512<float> v = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Momentum), Vector512.LoadUnsafe(ref _velocity, at), Vector512.Create(_update.Share) * g);
        v = FlatPass.Flush(v, FlatPass.SmallestNormal);
        v.StoreUnsafe(ref _velocity, at);
        g = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Momentum), v, g);
        w = Vector512.MultiplyAddEstimate(Vector512.Create(_update.Rate), g, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient)
    {
        Vector256<float> w = Vector256.LoadUnsafe(ref _parameters, at);
        Vector256<float> g = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Decay), w, FlatPass.Flush(gradient, FlatPass.SmallestNormal));
        Vector256<float> v = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Momentum), Vector256.LoadUnsafe(ref _velocity, at), Vector256.Create(_update.Share) * g);
        v = FlatPass.Flush(v, FlatPass.SmallestNormal);
        v.StoreUnsafe(ref _velocity, at);
        g = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Momentum), v, g);
        w = Vector256.MultiplyAddEstimate(Vector256.Create(_update.Rate), g, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient)
    {
        Vector128<float> w = Vector128.LoadUnsafe(ref _parameters, at);
        Vector128<float> g = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Decay), w, FlatPass.Flush(gradient, FlatPass.SmallestNormal));
        Vector128<float> v = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Momentum), Vector128.LoadUnsafe(ref _velocity, at), Vector128.Create(_update.Share) * g);
        v = FlatPass.Flush(v, FlatPass.SmallestNormal);
        v.StoreUnsafe(ref _velocity, at);
        g = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Momentum), v, g);
        w = Vector128.MultiplyAddEstimate(Vector128.Create(_update.Rate), g, w);
        FlatPass.Flush(w, FlatPass.SmallestNormal).StoreUnsafe(ref _parameters, at);
    }

    /// <inheritdoc/>
    public void Put(nuint at, Vector512<double> gradient) => throw new System.NotSupportedException("This optimizer takes gradients of float.");

    /// <inheritdoc/>
    public void Put(nuint at, Vector256<double> gradient) => throw new System.NotSupportedException("This optimizer takes gradients of float.");

    /// <inheritdoc/>
    public void Put(nuint at, Vector128<double> gradient) => throw new System.NotSupportedException("This optimizer takes gradients of float.");
}
