using System;

namespace NetCompiler.Training;

/// <summary>The results of an epoch. Losses are added up in double, whatever the network computes in.</summary>
/// <param name="Epoch">Its number in the training, from 1.</param>
/// <param name="Loss">The weighted sum L of the losses, mean over the samples, each at the parameters of its step.</param>
/// <param name="Objective">The objective J, in the same way: L and the regularisers.</param>
/// <param name="Accuracy">The share of right predictions, in training mode; null where the network does not classify.</param>
/// <param name="ValidationLoss">The loss L on the validation data, in inference mode; null without such data, or if validation was cancelled.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data; null also where the network does not classify.</param>
/// <param name="Duration">How long training and validation took.</param>
public sealed record EpochRecord(
    int Epoch,
    double Loss,
    double Objective,
    float? Accuracy,
    double? ValidationLoss,
    float? ValidationAccuracy,
    TimeSpan Duration)
{
    /// <summary>The trainer's metrics over the validation data, in their order; empty without such data, or if validation was cancelled.</summary>
    public MetricValues ValidationMetrics { get; init; } = MetricValues.None;
}
