namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Lamb"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="WeightDecay">λ of the step.</param>
/// <param name="Beta1">β1.</param>
/// <param name="Beta2">β2.</param>
/// <param name="Rate">The step size.</param>
/// <param name="MeanScale">The bias correction of the mean.</param>
/// <param name="RootScale">The bias correction of the root.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct LambUpdate(double Decay, double Keep, double WeightDecay, double Beta1, double Beta2, double Rate, double MeanScale, double RootScale, double Epsilon);
