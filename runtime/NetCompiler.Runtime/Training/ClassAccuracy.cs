using System;
using System.Linq;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>Counts right predictions of the first loss whose target is a class index and whose value is an output of the network.</summary>
internal sealed class ClassAccuracy
{
    private readonly int _classes;

    // From the score of one class to that of the next.
    private readonly int _stride;

    private ClassAccuracy(TensorDescription output, int targetIndex, int predictions, int classes, int stride)
    {
        Output = output;
        TargetIndex = targetIndex;
        Predictions = predictions;
        _classes = classes;
        _stride = stride;
    }

    /// <summary>The output that predicts: for each prediction, a score for every class.</summary>
    public TensorDescription Output { get; }

    /// <summary>Index of the target into <see cref="NetworkDescription.Targets"/>.</summary>
    public int TargetIndex { get; }

    /// <summary>Predictions in one sample.</summary>
    public int Predictions { get; }

    /// <summary>Finds the loss that accuracy is about.</summary>
    /// <returns>Null where the network has none, or where the loss leaves positions out.</returns>
    public static ClassAccuracy? Of(NetworkDescription description)
    {
        foreach (LossDescription loss in description.Losses)
        {
            if (loss is { Classes: > 0, Target: >= 0, Output: >= 0, IgnoreIndex: null })
            {
                TensorDescription output = description.Outputs[loss.Output];
                TensorDescription target = description.Targets[loss.Target];

                // Scores of predictions at positions are [classes, positions...]; those of a single one, or of several in a row, lie side by side.
                bool isOfPositions = !loss.HasClassesLast && output.Shape.Count > 1 && output.Shape[0] == loss.Classes && output.Shape.Skip(1).Append(1).SequenceEqual(target.Shape);
                if (output.Length == target.Length * loss.Classes && (isOfPositions || output.Shape[^1] == loss.Classes))
                {
                    return new ClassAccuracy(output, loss.Target, target.Length, loss.Classes, isOfPositions ? target.Length : 1);
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
            // Of the predictions of one sample with this stride, each begins one element further.
            int first = (index / _stride * _stride * _classes) + (index % _stride);
            int target = targets[index];
            T score = scores[first + (target * _stride)];
            bool highest = true;
            for (int other = 0; other < _classes; other++)
            {
                T compared = scores[first + (other * _stride)];
                highest &= other < target ? score > compared : score >= compared;
            }

            correct += highest ? 1 : 0;
        }

        return correct;
    }
}
