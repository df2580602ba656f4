using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler;

/// <summary>Stores a gradient: for a batch in one piece, and for the first chunk of a larger one.</summary>
/// <param name="gradients">
/// Receives the gradient; at least <see cref="NetworkDescription.ParameterLength"/> floats. The offsets that a network puts at are not checked again.
/// </param>
public readonly ref struct GradientWriter(Span<float> gradients) : IGradientSink
{
    private readonly ref float _gradients = ref MemoryMarshal.GetReference(gradients);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient) => gradient.StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient) => gradient.StoreUnsafe(ref _gradients, at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient) => gradient.StoreUnsafe(ref _gradients, at);
}
