namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="NAdam"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="Beta1">β1.</param>
/// <param name="Beta2">β2.</param>
/// <param name="GradientRate">The negative factor of the gradient in the step.</param>
/// <param name="MeanRate">The negative factor of the mean in the step.</param>
/// <param name="RootScale">The bias correction of the root.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct NAdamUpdate(double Decay, double Keep, double Beta1, double Beta2, double GradientRate, double MeanRate, double RootScale, double Epsilon);
