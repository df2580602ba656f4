namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Adagrad"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="Rate">The negative step size.</param>
/// <param name="RootScale">The factor of the root of the sum: 1, or 1 / √t where the mean divides.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdagradUpdate(double Decay, double Keep, double Rate, double RootScale, double Epsilon);
