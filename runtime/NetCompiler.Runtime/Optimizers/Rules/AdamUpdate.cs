using System;

namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Adam"/> or <see cref="AdamW"/>: computed in double, as PyTorch does. Rules round each number once.</summary>
internal readonly struct AdamUpdate
{
    /// <summary>Computes the constants of a step.</summary>
    /// <param name="settings">The optimizer.</param>
    /// <param name="step">The step.</param>
    public AdamUpdate(AdamBase settings, in StepConstants step)
    {
        Decay = step.Decay;
        Keep = step.Keep;
        Beta1 = settings.Beta1;
        Beta2 = settings.Beta2;
        Rate = -step.Rate / BiasCorrection.Of(settings.Beta1, step.Number);
        RootScale = 1 / Math.Sqrt(BiasCorrection.Of(settings.Beta2, step.Number));
        Epsilon = settings.Epsilon;
    }

    /// <summary>λ of the gradient.</summary>
    public double Decay { get; }

    /// <summary>The factor that decoupled weight decay leaves of the parameters.</summary>
    public double Keep { get; }

    /// <summary>β1.</summary>
    public double Beta1 { get; }

    /// <summary>β2.</summary>
    public double Beta2 { get; }

    /// <summary>The negative step size, with the first moment's bias correction.</summary>
    public double Rate { get; }

    /// <summary>The factor of the root of the second moment: its bias correction.</summary>
    public double RootScale { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }
}
