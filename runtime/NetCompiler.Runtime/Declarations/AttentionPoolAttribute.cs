using System;

namespace NetCompiler;

/// <summary>
/// A weighted mean over the steps of a sequence, [steps, features] becomes [features]: <c>y = Σ aₜ xₜ</c> with <c>a = softmax(q · xₜ / √features)</c> over the steps
/// that count, where the query q is learned (attention of Vaswani et al. 2017 with one query that does not depend on the input, as in Yang et al. 2016).
/// </summary>
/// <remarks>Parameter: <c>query</c> [1, features], which begins as the weight of <see cref="LinearAttribute"/> with one output, from U(-1/√features, 1/√features).</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AttentionPoolAttribute : LayerAttribute
{
}
