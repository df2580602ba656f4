using System;

namespace NetCompiler.Training;

/// <summary>A metric of a classifier, over predictions: each is a score for every class, or one score of two classes, and the index of the right one.</summary>
public abstract class ClassMetric : Metric
{
    /// <summary>
    /// Of two classes with one score: a score above it means class 1. 0 unless given, which is right for logits; 0.5 for probabilities. The targets of such scores are real numbers in a network: above 0.5 is class 1.
    /// </summary>
    public float Threshold { get; init; }

    /// <summary>Adds predictions.</summary>
    /// <param name="scores">For each prediction the scores of all classes, side by side; or one score each, of which a high one means class 1.</param>
    /// <param name="labels">The right class of each prediction, from 0.</param>
    /// <exception cref="ArgumentException">The scores are not equally many for each label, or a label is no class.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty ? !scores.IsEmpty : scores.IsEmpty || scores.Length % labels.Length != 0)
        {
            throw new ArgumentException($"{Name}: {scores.Length} scores are not equally many for each of {labels.Length} labels.", nameof(scores));
        }

        int classes = labels.IsEmpty ? 0 : scores.Length / labels.Length;
        for (int index = 0; index < labels.Length; index++)
        {
            AddPrediction(scores.Slice(index * classes, classes), labels[index]);
        }
    }

    /// <summary>Adds a prediction.</summary>
    /// <param name="scores">A score for each class, or one of two classes.</param>
    /// <param name="label">The right class.</param>
    protected internal abstract void AddPrediction(ReadOnlySpan<float> scores, int label);

    /// <summary>How many classes a prediction of some scores chooses from.</summary>
    protected static int ClassesOf(ReadOnlySpan<float> scores) => Math.Max(2, scores.Length);

    /// <summary>The class with the highest score, the first of equal ones; by <see cref="Threshold"/> where there is one score. -1 where a score is NaN.</summary>
    protected int Predicted(ReadOnlySpan<float> scores)
    {
        int highest = 0;
        for (int index = 0; index < scores.Length; index++)
        {
            if (float.IsNaN(scores[index]))
            {
                return -1;
            }

            highest = scores[index] > scores[highest] ? index : highest;
        }

        return scores.Length == 1 ? (scores[0] > Threshold ? 1 : 0) : highest;
    }

    /// <summary>Refuses a label that is no class.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    protected void RequireClass(int label, int classes)
    {
        if (label < 0 || label >= classes)
        {
            throw new ArgumentException($"{Name}: {label} is not a class from 0 to {classes - 1}.", nameof(label));
        }
    }
}
