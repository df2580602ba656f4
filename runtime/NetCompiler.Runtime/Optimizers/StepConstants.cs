namespace NetCompiler.Training;

/// <summary>What a step means for some of the parameters: computed once a step, with the settings rounded to the network's precision.</summary>
/// <param name="Number">The number of the step, counted from 1.</param>
/// <param name="Rate">The learning rate η, 0 or more.</param>
/// <param name="Decay">λ of <see cref="WeightDecayForm.Coupled"/> weight decay, else 0.</param>
/// <param name="Keep">The factor that other weight decay leaves of a parameter, else 1.</param>
/// <param name="WeightDecay">λ of any form.</param>
internal readonly record struct StepConstants(long Number, double Rate, double Decay, double Keep, double WeightDecay);
