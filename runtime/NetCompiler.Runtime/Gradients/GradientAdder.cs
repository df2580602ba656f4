using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler;

/// <summary>Adds a gradient to what a buffer holds: for the second and later chunks of a batch that is larger than the compiled one.</summary>
/// <param name="gradients">
/// Receives the sum; at least <see cref="NetworkDescription.ParameterLength"/> floats. The offsets that a network puts at are not checked again.
/// </param>
public readonly ref struct GradientAdder(Span<float> gradients) : IGradientSink
{
    private readonly ref float _gradients = ref MemoryMarshal.GetReference(gradients);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient) => (Vector512.LoadUnsafe(ref _gradients, at) + gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient) => (Vector256.LoadUnsafe(ref _gradients, at) + gradient).StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient) => (Vector128.LoadUnsafe(ref _gradients, at) + gradient).StoreUnsafe(ref _gradients, at);
}
