using System;

namespace NetCompiler.Training;

/// <summary>Adam (Kingma and Ba 2015), and AMSGrad (Reddi, Kale and Kumar 2018).</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; m ← β1 m + (1 - β1) g; v ← β2 v + (1 - β2) g²; w ← w - η m̂ / (√v̂ + ε) with m̂ = m / (1 - β1^t) and v̂ = v / (1 - β2^t); with AMSGrad the greatest v so far in the place of v</formula>
/// <pytorch>torch.optim.Adam(lr=η, betas=(β1, β2), eps=ε, weight_decay=λ, amsgrad)</pytorch>
/// <keras>keras.optimizers.Adam(learning_rate=η, beta_1=β1, beta_2=β2, epsilon=ε, amsgrad); its ε is 1e-7, and stands beside the root before the bias correction</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
/// <remarks><see cref="RuleOptimizer.WeightDecay"/> is 0 by default, and <see cref="WeightDecayForm.Coupled"/>; see <see cref="AdamW"/> for decay apart from the gradient.</remarks>
public sealed class Adam(double learningRate = 1e-3) : AdamBase(learningRate);
