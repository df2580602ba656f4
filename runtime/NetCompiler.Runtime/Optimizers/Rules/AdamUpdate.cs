using System;

namespace NetCompiler.Training;

/// <summary>What is constant in one step of an optimizer that divides a first moment by the root of a second: computed in double, as PyTorch does. Rules round each number once.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that decoupled weight decay leaves of the parameters.</param>
/// <param name="Beta1">β1.</param>
/// <param name="Beta2">β2.</param>
/// <param name="Rate">The negative factor of the quotient: step size and the first moment's bias correction.</param>
/// <param name="RootScale">The factor of the root of the second moment: its bias correction.</param>
/// <param name="Epsilon">What is added to the root.</param>
internal readonly record struct AdamUpdate(double Decay, double Keep, double Beta1, double Beta2, double Rate, double RootScale, double Epsilon)
{
    /// <summary>The constants of <see cref="Adam"/> and <see cref="AdamW"/>.</summary>
    public static AdamUpdate OfAdam(MomentOptimizer settings, in StepConstants step) => new(
        step.Decay,
        step.Keep,
        settings.Beta1,
        settings.Beta2,
        -step.Rate / BiasCorrection.Of(settings.Beta1, step.Number),
        1 / Math.Sqrt(BiasCorrection.Of(settings.Beta2, step.Number)),
        settings.Epsilon);
}
