using System;
using NetCompiler.Training;

namespace NetCompiler.Samples.Training;

/// <summary>
/// Lowers the learning rate from epoch to epoch along half a cosine (Loshchilov and Hutter 2017), as the reports of a training come by, and
/// hands them on. Of these reports only the ends of epochs count, so that a training does not depend on the clock.
/// </summary>
/// <param name="optimizer">Whose learning rate it is.</param>
/// <param name="first">The learning rate of the first epoch.</param>
/// <param name="next">Receives every report.</param>
public sealed class CosineDecay(Optimizer optimizer, float first, IProgress<TrainingProgress> next) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.EpochCompleted)
        {
            optimizer.LearningRate = first * 0.5f * (1f + MathF.Cos(MathF.PI * value.Epoch / value.Epochs));
        }

        next.Report(value);
    }
}
