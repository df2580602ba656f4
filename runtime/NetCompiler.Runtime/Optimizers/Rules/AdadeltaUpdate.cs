namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Adadelta"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="Rate">The negative step size.</param>
/// <param name="Rho">ρ.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdadeltaUpdate(double Decay, double Keep, double Rate, double Rho, double Epsilon);
