namespace NetCompiler.Training;

/// <summary>What a network makes of a dataset in inference mode. Losses are added up in double, whatever the network computes in.</summary>
/// <param name="Loss">The weighted sum L of the losses, mean over the samples.</param>
/// <param name="Objective">The objective J: L and the regularisers.</param>
/// <param name="Accuracy">The share of right predictions, 0 to 1; null where no loss has class indices as targets and an output as value.</param>
/// <param name="Samples">Samples in the dataset.</param>
public sealed record EvaluationResult(double Loss, double Objective, float? Accuracy, int Samples);
