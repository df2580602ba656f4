using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>Applies an update rule to gradients that are still in the registers of the kernel that computes them.</summary>
/// <typeparam name="T">The elements of the network.</typeparam>
/// <typeparam name="TRule">The rule.</typeparam>
internal ref struct RuleSink<T, TRule>(TRule rule) : IGradientSink
    where T : unmanaged
    where TRule : struct, IUpdateRule<T>, allows ref struct
{
    // Not readonly: the language would copy the rule at each call, and load all its constants, as it cannot know that Apply changes nothing.
    private TRule _rule = rule;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<float> gradient) => _rule.Apply<Lanes512<T>, Vector512<T>>(at, SinkElement<T>.Of(gradient));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<float> gradient) => _rule.Apply<Lanes256<T>, Vector256<T>>(at, SinkElement<T>.Of(gradient));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<float> gradient) => _rule.Apply<Lanes128<T>, Vector128<T>>(at, SinkElement<T>.Of(gradient));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector512<double> gradient) => _rule.Apply<Lanes512<T>, Vector512<T>>(at, SinkElement<T>.Of(gradient));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector256<double> gradient) => _rule.Apply<Lanes256<T>, Vector256<T>>(at, SinkElement<T>.Of(gradient));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(nuint at, Vector128<double> gradient) => _rule.Apply<Lanes128<T>, Vector128<T>>(at, SinkElement<T>.Of(gradient));
}
