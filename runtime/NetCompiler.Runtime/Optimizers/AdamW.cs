using System;

namespace NetCompiler.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
/// <group>optimizers</group>
/// <formula>w ← (1 - η λ) w, and then the step of Adam without decay</formula>
/// <pytorch>torch.optim.AdamW(lr=η, betas=(β1, β2), eps=ε, weight_decay=λ, amsgrad)</pytorch>
/// <keras>keras.optimizers.AdamW(learning_rate=η, weight_decay=λ, beta_1=β1, beta_2=β2, epsilon=ε, amsgrad); its λ is 0.004 and its ε 1e-7</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
/// <remarks><see cref="RuleOptimizer.WeightDecay"/> is 0.01 by default, as in PyTorch, and falls on every parameter, biases too, unless a group of parameters has another.</remarks>
public sealed class AdamW(double learningRate = 1e-3) : AdamBase(learningRate, 0.01, WeightDecayForm.Decoupled);
