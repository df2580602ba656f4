namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="SGD"/>.</summary>
/// <param name="Rate">The negative factor of the velocity.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Share">How much of the gradient enters the velocity.</param>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
internal readonly record struct SGDUpdate(double Rate, double Momentum, double Share, double Decay, double Keep);
