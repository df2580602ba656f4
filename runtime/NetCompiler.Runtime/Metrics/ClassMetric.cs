using System;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>A metric of a classifier, over predictions: each is a score for every class, or one score of two classes, and the index of the right one.</summary>
public abstract class ClassMetric : Metric
{
    private double[] _scores = [];

    /// <summary>
    /// Of two classes with one score: a score above it means class 1. 0 unless given, which is right for logits; 0.5 for probabilities. The targets of such scores are real numbers in a network: above 0.5 is class 1.
    /// </summary>
    public double Threshold { get; init; }

    /// <summary>Adds predictions.</summary>
    /// <param name="scores">For each prediction the scores of all classes, side by side; or one score each, of which a high one means class 1.</param>
    /// <param name="labels">The right class of each prediction, from 0.</param>
    /// <param name="weights">How much each prediction counts, 0 or more; empty, the default, where each counts as one. scikit-learn's <c>sample_weight</c>.</param>
    /// <exception cref="ArgumentException">The scores are not equally many for each label, a label is no class, or weights are not one for each, negative or not finite.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights = default)
    {
        int classes = PerLabel(scores.Length, labels.Length);
        RequireWeights(weights, labels.Length);
        if (_scores.Length < classes)
        {
            _scores = new double[classes];
        }

        for (int index = 0; index < labels.Length; index++)
        {
            for (int column = 0; column < classes; column++)
            {
                _scores[column] = scores[(index * classes) + column];
            }

            AddPrediction(_scores.AsSpan(0, classes), labels[index], weights.IsEmpty ? 1 : weights[index]);
        }
    }

    /// <summary>Adds predictions of a network of doubles.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{int}, ReadOnlySpan{float})"/>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public void Add(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights = default)
    {
        int classes = PerLabel(scores.Length, labels.Length);
        RequireWeights(weights, labels.Length);
        for (int index = 0; index < labels.Length; index++)
        {
            AddPrediction(scores.Slice(index * classes, classes), labels[index], weights.IsEmpty ? 1 : weights[index]);
        }
    }

    /// <summary>Adds a prediction.</summary>
    /// <param name="scores">A score for each class, or one of two classes.</param>
    /// <param name="label">The right class.</param>
    /// <param name="weight">How much it counts, finite and 0 or more; 1 where there are no weights.</param>
    protected internal abstract void AddPrediction(ReadOnlySpan<double> scores, int label, double weight);

    /// <summary>How many classes a prediction of some scores chooses from.</summary>
    protected static int ClassesOf(ReadOnlySpan<double> scores) => Math.Max(2, scores.Length);

    /// <summary>The class with the highest score, the first of equal ones; by <see cref="Threshold"/> where there is one score. -1 where a score is NaN.</summary>
    protected int Predicted(ReadOnlySpan<double> scores)
    {
        int highest = 0;
        for (int index = 0; index < scores.Length; index++)
        {
            if (double.IsNaN(scores[index]))
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

    private int PerLabel(int scores, int labels) => labels == 0 && scores == 0 ? 0
        : labels > 0 && scores > 0 && scores % labels == 0 ? scores / labels
        : throw new ArgumentException($"{Name}: {scores} scores are not equally many for each of {labels} labels.", nameof(scores));
}
