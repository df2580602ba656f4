using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler;

/// <summary>Stores a gradient: for a batch in one piece, and for the first chunk of a larger one.</summary>
/// <typeparam name="T">What the network computes in, <see cref="float"/> or <see cref="double"/>. Gradients of the other are refused.</typeparam>
/// <param name="gradients">
/// Receives the gradient; at least <see cref="NetworkDescription.ParameterLength"/> elements. The offsets that a network puts at are not checked again.
/// </param>
public readonly ref struct GradientWriter<T>(Span<T> gradients) : IGradientSink
    where T : unmanaged
{
    private readonly ref T _gradients = ref MemoryMarshal.GetReference(gradients);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient) => SinkElement<T>.Of(gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient) => SinkElement<T>.Of(gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient) => SinkElement<T>.Of(gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<double> gradient) => SinkElement<T>.Of(gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<double> gradient) => SinkElement<T>.Of(gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<double> gradient) => SinkElement<T>.Of(gradient).StoreUnsafe(ref _gradients, at);
}
