namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="RMSprop"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="Rate">The negative step size.</param>
/// <param name="Alpha">α.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct RMSpropUpdate(double Decay, double Keep, double Rate, double Alpha, double Momentum, double Epsilon);
