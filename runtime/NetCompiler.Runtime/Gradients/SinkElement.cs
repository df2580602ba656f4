using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetCompiler;

/// <summary>
/// Gradients as vectors of the element type of a sink. A sink is written once for both types and a network puts vectors of one of them: where they are the same, nothing is left of
/// these calls in compiled code.
/// </summary>
/// <typeparam name="T">The element type of the sink: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal static class SinkElement<T>
    where T : unmanaged
{
    /// <summary>The same vector.</summary>
    /// <exception cref="InvalidOperationException">The sink is of another type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of<TGiven>(Vector512<TGiven> gradient)
        where TGiven : unmanaged
    {
        Require<TGiven>();
        return gradient.As<TGiven, T>();
    }

    /// <summary>The same vector.</summary>
    /// <exception cref="InvalidOperationException">The sink is of another type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Of<TGiven>(Vector256<TGiven> gradient)
        where TGiven : unmanaged
    {
        Require<TGiven>();
        return gradient.As<TGiven, T>();
    }

    /// <summary>The same vector.</summary>
    /// <exception cref="InvalidOperationException">The sink is of another type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Of<TGiven>(Vector128<TGiven> gradient)
        where TGiven : unmanaged
    {
        Require<TGiven>();
        return gradient.As<TGiven, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Require<TGiven>()
        where TGiven : unmanaged
    {
        if (typeof(TGiven) != typeof(T))
        {
            Refuse(typeof(TGiven));
        }
    }

    [DoesNotReturn]
    private static void Refuse(Type given) =>
        throw new InvalidOperationException($"A gradient of {given.Name} was put into a buffer of {typeof(T).Name}: the network computes in one and the buffer is for the other.");
}
