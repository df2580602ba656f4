using System;

namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Adam"/> or <see cref="AdamW"/>: computed in double, as PyTorch does, and rounded once.</summary>
internal readonly struct AdamUpdate
{
    // A smaller β2 forgets so fast that its second moment need not be held up for the sake of the next step.
    private const double SmallestDecay = 0.001;

    /// <summary>Computes the constants of a step.</summary>
    /// <param name="settings">The optimizer.</param>
    /// <param name="decay">λ of the gradient.</param>
    /// <param name="keep">The factor that decoupled weight decay leaves of the parameters.</param>
    /// <param name="step">The number of the step, counted from 1.</param>
    public AdamUpdate(AdamBase settings, float decay, double keep, long step)
    {
        Decay = decay;
        Keep = (float)keep;
        Beta1 = (float)settings.Beta1;
        Share1 = (float)(1 - settings.Beta1);
        Beta2 = (float)settings.Beta2;
        Share2 = (float)(1 - settings.Beta2);
        Rate = (float)(-settings.LearningRate / Correction(settings.Beta1, step));
        RootScale = (float)(1 / Math.Sqrt(Correction(settings.Beta2, step)));
        Epsilon = (float)settings.Epsilon;
        Threshold = FlatPass.SmallestNormal / MathF.Min(Share1, Share2);
        Floor = (float)(1.000001 * FlatPass.SmallestNormal / Math.Max(settings.Beta2, SmallestDecay));
    }

    /// <summary>λ of the gradient.</summary>
    public float Decay { get; }

    /// <summary>The factor that decoupled weight decay leaves of the parameters.</summary>
    public float Keep { get; }

    /// <summary>β1.</summary>
    public float Beta1 { get; }

    /// <summary>1 - β1.</summary>
    public float Share1 { get; }

    /// <summary>β2.</summary>
    public float Beta2 { get; }

    /// <summary>1 - β2.</summary>
    public float Share2 { get; }

    /// <summary>The negative step size, with the first moment's bias correction.</summary>
    public float Rate { get; }

    /// <summary>The factor of the root of the second moment: its bias correction.</summary>
    public float RootScale { get; }

    /// <summary>ε.</summary>
    public float Epsilon { get; }

    /// <summary>The gradient below which its share of a moment would be subnormal. It counts as zero: the parameter would move by this / ε of the learning rate at most.</summary>
    public float Threshold { get; }

    /// <summary>
    /// The least second moment. A moment that decays, or that comes of the square of a tiny gradient, would otherwise become subnormal and stay so; to
    /// hold it where the decay of one step leaves it normal takes one instruction, and costs no accuracy, as its root is some 1e-11 of ε.
    /// </summary>
    public float Floor { get; }

    // 1 - β^t. As ln β is at most β - 1, the power is below e^-40 where (1 - β) t is above 40, and the difference is 1 to the last bit.
    private static double Correction(double beta, long step) => (1 - beta) * step > 40 ? 1 : 1 - Math.Pow(beta, step);
}
