namespace NetCompiler.Training;

/// <summary>What is constant in one step of <see cref="Lion"/>.</summary>
/// <param name="Decay">λ of the gradient.</param>
/// <param name="Keep">The factor that other decay leaves of the parameters.</param>
/// <param name="Beta1">β1.</param>
/// <param name="Beta2">β2.</param>
/// <param name="Rate">The negative step size.</param>
internal readonly record struct LionUpdate(double Decay, double Keep, double Beta1, double Beta2, double Rate);
