namespace NetCompiler.Training;

/// <summary>What weight decay λ does in a step of an optimizer.</summary>
public enum WeightDecayForm
{
    /// <summary>It is added to the gradient, g ← g + λ θ: an L2 penalty of λ/2 |θ|², as in PyTorch's optimizers other than <c>AdamW</c>.</summary>
    Coupled,

    /// <summary>The parameter shrinks by itself before the step, θ ← (1 - η λ) θ with the learning rate η (Loshchilov and Hutter 2019): PyTorch's <c>AdamW</c>, Keras' <c>weight_decay</c>.</summary>
    Decoupled,

    /// <summary>The parameter shrinks by itself, and not by the learning rate: θ ← (1 - λ) θ, then the step; with <see cref="SGD"/> this is θ ← (1 - β) θ - η g.</summary>
    Independent,
}
