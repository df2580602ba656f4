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

    /// <summary>Predictions in one sample; in a sequence, at most.</summary>
    public int Predictions { get; }

    /// <summary>Predictions among some samples: of sequences, at the steps that count.</summary>
    /// <param name="rows">How many samples.</param>
    /// <param name="lengths">Steps of each; empty where all have all.</param>
    public long PredictionsOf(int rows, ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty)
        {
            return (long)rows * Predictions;
        }

        long steps = 0;
        foreach (int length in lengths)
        {
            steps += length;
        }

        return steps * (Predictions / Output.Shape[0]);
    }

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
    /// <param name="scores">Scores of some samples.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="lengths">How many steps of each sample count; empty where all do.</param>
    public int CountCorrect(TensorSlot scores, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths) =>
        scores.Type == ElementType.Float64 ? Count(scores.AsDouble(), targets, lengths) : Count(scores.AsSingle(), targets, lengths);

    private int Count<T>(ReadOnlySpan<T> scores, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        int correct = 0;
        int perStep = lengths.IsEmpty ? Predictions : Predictions / Output.Shape[0];
        for (int index = 0; index < targets.Length; index++)
        {
            if (!lengths.IsEmpty && index % Predictions / perStep >= lengths[index / Predictions])
            {
                continue;
            }

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
