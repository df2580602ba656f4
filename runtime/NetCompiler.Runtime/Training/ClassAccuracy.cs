using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>Counts right predictions of the first loss whose target is a class index and whose value is an output of the network.</summary>
internal sealed class ClassAccuracy
{
    private readonly int _classes;

    private ClassAccuracy(TensorDescription output, int targetIndex, int predictions, int classes)
    {
        Output = output;
        TargetIndex = targetIndex;
        Predictions = predictions;
        _classes = classes;
    }

    /// <summary>The output that predicts: for each prediction, a score for every class.</summary>
    public TensorDescription Output { get; }

    /// <summary>Index of the target into <see cref="NetworkDescription.Targets"/>.</summary>
    public int TargetIndex { get; }

    /// <summary>Predictions in one sample.</summary>
    public int Predictions { get; }

    /// <summary>Finds the loss that accuracy is about.</summary>
    /// <returns>Null where the network has none.</returns>
    public static ClassAccuracy? Of(NetworkDescription description)
    {
        foreach (LossDescription loss in description.Losses)
        {
            if (loss is { Classes: > 0, Target: >= 0, Output: >= 0 })
            {
                TensorDescription output = description.Outputs[loss.Output];
                TensorDescription target = description.Targets[loss.Target];

                // Scores of a prediction lie side by side: the classes are the last extent.
                if (output.Length == target.Length * loss.Classes && output.Shape[^1] == loss.Classes)
                {
                    return new ClassAccuracy(output, loss.Target, target.Length, loss.Classes);
                }
            }
        }

        return null;
    }

    /// <summary>Counts the predictions whose highest score is that of the target; of equal scores the first counts, and with NaN none.</summary>
    public int CountCorrect(TensorSlot scores, ReadOnlySpan<int> targets) =>
        scores.Type == ElementType.Float64 ? Count(scores.AsDouble(), targets) : Count(scores.AsSingle(), targets);

    private int Count<T>(ReadOnlySpan<T> scores, ReadOnlySpan<int> targets)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        int correct = 0;
        for (int index = 0; index < targets.Length; index++)
        {
            ReadOnlySpan<T> row = scores.Slice(index * _classes, _classes);
            int target = targets[index];
            T score = row[target];
            bool highest = true;
            for (int other = 0; other < row.Length; other++)
            {
                highest &= other < target ? score > row[other] : score >= row[other];
            }

            correct += highest ? 1 : 0;
        }

        return correct;
    }
}
