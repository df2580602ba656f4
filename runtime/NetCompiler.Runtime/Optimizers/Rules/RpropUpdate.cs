namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Rprop"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="Shrink">η-.</param>
/// <param name="Grow">η+.</param>
/// <param name="Least">The least step size.</param>
/// <param name="Greatest">The greatest step size.</param>
internal readonly record struct RpropUpdate(double Decay, double Keep, double Shrink, double Grow, double Least, double Greatest);
