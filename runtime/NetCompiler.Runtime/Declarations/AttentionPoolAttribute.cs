using System;

namespace NetCompiler;

/// <summary>
/// A weighted mean over the steps of a sequence, [steps, features] becomes [features]: <c>y = Σ aₜ xₜ</c> with <c>a = softmax(q · xₜ / √features)</c> over the steps
/// that count, where the query q is learned (attention of Vaswani et al. 2017 with one query that does not depend on the input); or, with <see cref="Hidden"/>,
/// <c>a = softmax(c · tanh(W xₜ + b))</c>: how much a step resembles a learned context c (Yang et al. 2016, Hierarchical Attention Networks for Document Classification).
/// </summary>
/// <group>tokens and attention</group>
/// <formula>y = Σₜ aₜ xₜ with a = softmax(q · xₜ / √features)</formula>
/// <shape>[steps, features] → [features]</shape>
/// <stores>query [1, features]; with Hidden linear.weight [hidden, features], linear.bias [hidden] and context [1, hidden]</stores>
/// <pytorch>none; a module of your own</pytorch>
/// <keras>none; keras.layers.Attention with a learned query</keras>
/// <sample>[Input(4, Steps = 6)] [AttentionPool]</sample>
/// <remarks>
/// Parameters: <c>query</c> [1, features]; with <see cref="Hidden"/> <c>linear.weight</c> [hidden, features], <c>linear.bias</c> [hidden] and <c>context</c> [1, hidden]. They begin as those of
/// <see cref="LinearAttribute"/>, from U(-1/√inputs, 1/√inputs).
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AttentionPoolAttribute : BiasedLayerAttribute
{
    /// <summary>How many numbers a step is compared by with the context, at most 65,536; 0, the default, compares the step itself with a query.</summary>
    public int Hidden { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
