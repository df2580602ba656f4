using System;

namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Adam"/> or <see cref="AdamW"/>: computed in double, as PyTorch does, and rounded once.</summary>
internal readonly struct AdamUpdate
{
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
        Rate = (float)(-settings.LearningRate / (1 - Math.Pow(settings.Beta1, step)));
        RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, step)));
        Epsilon = (float)settings.Epsilon;
        Threshold1 = FlatPass.SmallestNormal / Share1;
        Threshold2 = MathF.Sqrt(FlatPass.SmallestNormal / Share2);
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

    /// <summary>The gradient below which its share of the first moment would be subnormal.</summary>
    public float Threshold1 { get; }

    /// <summary>The gradient below which its share of the second moment would be subnormal.</summary>
    public float Threshold2 { get; }
}
