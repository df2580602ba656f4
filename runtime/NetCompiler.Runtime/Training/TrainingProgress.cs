using System;

namespace NetCompiler.Training;

/// <summary>How far a training has come. Losses are added up in double, whatever the network computes in.</summary>
/// <param name="Epoch">The present epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps taken in this epoch.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The weighted sum L of the losses, mean over this epoch's samples so far, each at the parameters of its step.</param>
/// <param name="Objective">The objective J, in the same way: L and the regularisers.</param>
/// <param name="Accuracy">The share of right predictions in this epoch so far, in training mode; null where the network does not classify.</param>
/// <param name="SamplesPerSecond">Samples trained on each second in this epoch, validation not counted.</param>
/// <param name="Elapsed">Time since the training began.</param>
/// <param name="EpochCompleted">Whether this is the last report of the epoch: it then brings the results of validation.</param>
/// <param name="ValidationLoss">The loss L on the validation data, in inference mode; null before the end of the epoch and without such data.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data; null before the end of the epoch, without such data, and where the network does not classify.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double Objective,
    float? Accuracy,
    double SamplesPerSecond,
    TimeSpan Elapsed,
    bool EpochCompleted,
    double? ValidationLoss,
    float? ValidationAccuracy);
