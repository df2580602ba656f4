using System;

namespace NetCompiler;

/// <summary>
/// The steps of a sequence as one vector, their weighted mean: step t weighs softmax over the steps of tanh(W x_t + b) · c, how much it resembles a trained context c. [steps, features] becomes
/// [features]. Yang et al. 2016, Hierarchical Attention Networks for Document Classification.
/// </summary>
/// <remarks>
/// Parameters: <c>linear.weight</c> [hidden, features], <c>linear.bias</c> [hidden], <c>context</c> [1, hidden], uniform from ±1/√(inputs) as in <c>torch.nn.Linear</c>. Where the sequence has lengths,
/// steps behind a row's length weigh 0.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AttentionPoolingAttribute : LayerAttribute
{
    /// <summary>How many numbers a step is compared by, at least 1; as many as it has features unless given.</summary>
    public int Hidden { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
