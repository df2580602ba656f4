using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler;

/// <summary>Adds a gradient to what a buffer holds: for the second and later chunks of a batch that is larger than the compiled one.</summary>
/// <typeparam name="T">What the network computes in, <see cref="float"/> or <see cref="double"/>. Gradients of the other are refused.</typeparam>
/// <param name="gradients">
/// Receives the sum; at least <see cref="NetworkDescription.ParameterLength"/> elements. The offsets that a network puts at are not checked again.
/// </param>
public readonly ref struct GradientAdder<T>(Span<T> gradients) : IGradientSink
    where T : unmanaged
{
    private readonly ref T _gradients = ref MemoryMarshal.GetReference(gradients);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient) => (Vector512.LoadUnsafe(ref _gradients, at) + SinkElement<T>.Of(gradient)).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient) => (Vector256.LoadUnsafe(ref _gradients, at) + SinkElement<T>.Of(gradient)).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient) => (Vector128.LoadUnsafe(ref _gradients, at) + SinkElement<T>.Of(gradient)).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<double> gradient) => (Vector512.LoadUnsafe(ref _gradients, at) + SinkElement<T>.Of(gradient)).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<double> gradient) => (Vector256.LoadUnsafe(ref _gradients, at) + SinkElement<T>.Of(gradient)).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<double> gradient) => (Vector128.LoadUnsafe(ref _gradients, at) + SinkElement<T>.Of(gradient)).StoreUnsafe(ref _gradients, at);
}
