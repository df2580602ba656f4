using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NetCompiler.Training;

/// <summary>How often samples of each class are taken for each, and what follows from it: precision, recall and F1 of each class, and their averages. Its value is the accuracy.</summary>
/// <group>metrics</group>
/// <formula>counts[actual, predicted]</formula>
/// <pytorch>torchmetrics.ConfusionMatrix; sklearn.metrics.confusion_matrix</pytorch>
/// <keras>none; tf.math.confusion_matrix</keras>
/// <remarks>
/// With weights of samples, precision, recall, F1 and the value are of sums of weights (<see cref="Weight"/>), and counts are still counts. What divides by 0 is 0, as in scikit-learn: the precision of a class that is never predicted, the recall of one that never occurs. A prediction with NaN is of no class: it counts among the labels of its class, and is wrong.
/// </remarks>
public sealed class ConfusionMatrix : ClassMetric
{
    private readonly long[] _counts;
    private readonly double[] _weights;

    // Labels of each class whose prediction was no number, and what they weigh.
    private readonly long[] _undecided;
    private readonly double[] _undecidedWeights;

    /// <summary>Makes a matrix of classes that have no names.</summary>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public ConfusionMatrix(int classes)
        : this([.. Enumerable.Range(0, Math.Max(0, classes)).Select(index => index.ToString(CultureInfo.InvariantCulture))])
    {
    }

    /// <summary>Makes a matrix.</summary>
    /// <param name="classNames">What the classes are called, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public ConfusionMatrix(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(classNames.Count, 2, nameof(classNames));
        ClassNames = [.. classNames];
        _counts = new long[classNames.Count * classNames.Count];
        _weights = new double[_counts.Length];
        _undecided = new long[classNames.Count];
        _undecidedWeights = new double[classNames.Count];
    }

    /// <inheritdoc/>
    public override string Name => "confusion matrix, accuracy";

    /// <inheritdoc/>
    public override double Value => RightWeight / (DecidedWeight + _undecidedWeights.Sum());

    /// <summary>What the classes are called.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>How often a class was taken for another, or for itself.</summary>
    /// <param name="actual">The right class.</param>
    /// <param name="predicted">What it was taken for.</param>
    /// <exception cref="ArgumentException">One of the two is no class.</exception>
    public long this[int actual, int predicted]
    {
        get
        {
            RequireClass(actual, Classes);
            RequireClass(predicted, Classes);
            return _counts[(actual * Classes) + predicted];
        }
    }

    /// <summary>The sum of the weights of the samples that are counted there, which is their number where they have no weights; scikit-learn's <c>confusion_matrix</c> with <c>sample_weight</c>.</summary>
    /// <param name="actual">The right class.</param>
    /// <param name="predicted">What it was taken for.</param>
    /// <exception cref="ArgumentException">One of the two is no class.</exception>
    public double Weight(int actual, int predicted)
    {
        RequireClass(actual, Classes);
        RequireClass(predicted, Classes);
        return _weights[(actual * Classes) + predicted];
    }

    /// <summary>Predictions in all.</summary>
    public long Total => Decided + _undecided.Sum();

    /// <summary>Right predictions.</summary>
    public long Right
    {
        get
        {
            long right = 0;
            for (int label = 0; label < Classes; label++)
            {
                right += this[label, label];
            }

            return right;
        }
    }

    /// <summary>How many labels of a class there were; scikit-learn's <c>support</c>.</summary>
    /// <param name="label">The class.</param>
    public long Support(int label)
    {
        RequireClass(label, Classes);
        long sum = _undecided[label];
        for (int predicted = 0; predicted < Classes; predicted++)
        {
            sum += this[label, predicted];
        }

        return sum;
    }

    /// <summary>How often a class was predicted.</summary>
    /// <param name="label">The class.</param>
    public long PredictedAs(int label)
    {
        long sum = 0;
        for (int actual = 0; actual < Classes; actual++)
        {
            sum += this[actual, label];
        }

        return sum;
    }

    /// <summary>The share of the predictions of a class that are right.</summary>
    /// <param name="label">The class.</param>
    public double Precision(int label) => Ratio(Weight(label, label), PredictedWeight(label));

    /// <summary>The share of the labels of a class that are found.</summary>
    /// <param name="label">The class.</param>
    public double Recall(int label) => Ratio(Weight(label, label), SupportWeight(label));

    /// <summary>The harmonic mean of precision and recall of a class.</summary>
    /// <param name="label">The class.</param>
    public double F1(int label) => Ratio(2 * Weight(label, label), PredictedWeight(label) + SupportWeight(label));

    /// <summary>The average of the precision.</summary>
    /// <param name="averaging">How classes count.</param>
    /// <param name="positive">The class of <see cref="Averaging.Binary"/>.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <see cref="Averaging.Binary"/> is about two.</exception>
    public double Precision(Averaging averaging, int positive = 1) => Average(averaging, positive, Precision, Ratio(RightWeight, DecidedWeight));

    /// <summary>The average of the recall.</summary>
    /// <param name="averaging">How classes count.</param>
    /// <param name="positive">The class of <see cref="Averaging.Binary"/>.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <see cref="Averaging.Binary"/> is about two.</exception>
    public double Recall(Averaging averaging, int positive = 1) => Average(averaging, positive, Recall, Ratio(RightWeight, DecidedWeight + _undecidedWeights.Sum()));

    /// <summary>The average of F1.</summary>
    /// <param name="averaging">How classes count.</param>
    /// <param name="positive">The class of <see cref="Averaging.Binary"/>.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <see cref="Averaging.Binary"/> is about two.</exception>
    public double F1(Averaging averaging, int positive = 1) => Average(averaging, positive, F1, Ratio(2 * RightWeight, (2 * DecidedWeight) + _undecidedWeights.Sum()));

    /// <summary>Adds predictions that are classes already.</summary>
    /// <param name="predicted">What was predicted.</param>
    /// <param name="labels">The right classes, as many.</param>
    /// <param name="weights">How much each prediction counts, 0 or more; empty, the default, where each counts as one.</param>
    /// <exception cref="ArgumentException">There are not as many, one is no class, or weights are not one for each, negative or not finite.</exception>
    public void Add(ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights = default)
    {
        if (predicted.Length != labels.Length)
        {
            throw new ArgumentException($"{Name}: {predicted.Length} predictions and {labels.Length} labels are not equally many.", nameof(predicted));
        }

        RequireWeights(weights, labels.Length);
        for (int index = 0; index < labels.Length; index++)
        {
            Add(predicted[index], labels[index], weights.IsEmpty ? 1 : weights[index]);
        }
    }

    /// <summary>Adds one prediction that is a class already.</summary>
    /// <param name="predicted">What was predicted.</param>
    /// <param name="label">The right class.</param>
    /// <param name="weight">How much it counts, finite and 0 or more; 1 unless given.</param>
    /// <exception cref="ArgumentException">One of the two is no class, or the weight is negative or not finite.</exception>
    public void Add(int predicted, int label, double weight = 1)
    {
        RequireClass(predicted, Classes);
        RequireClass(label, Classes);
        RequireWeight(weight);
        Count(predicted, label, weight);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_counts);
        Array.Clear(_weights);
        Array.Clear(_undecided);
        Array.Clear(_undecidedWeights);
    }

    /// <summary>A table for a terminal: a row for what samples are, a column for what they are taken for, and how many of a row are right, whatever they weigh.</summary>
    /// <returns>Lines of text, of which each ends.</returns>
    public override string ToString()
    {
        int cell = Math.Max(5, _counts.Max().ToString(CultureInfo.InvariantCulture).Length + 1);
        int name = ClassNames.Max(text => text.Length);
        var text = new StringBuilder();
        text.Append(' ', name + 1);
        foreach (string column in ClassNames)
        {
            text.Append((column.Length < cell ? column : column[..(cell - 1)]).PadLeft(cell));
        }

        text.Append("    right").AppendLine();
        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append(ClassNames[actual].PadRight(name + 1));
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                long count = this[actual, predicted];
                text.Append((count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture)).PadLeft(cell));
            }

            text.Append(CultureInfo.InvariantCulture, $"{100 * Ratio(this[actual, actual], Support(actual)),7:F1} %").AppendLine();
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    protected internal override void AddPrediction(ReadOnlySpan<double> scores, int label, double weight)
    {
        if (ClassesOf(scores) != Classes)
        {
            throw new ArgumentException($"{Name}: a prediction chooses from {ClassesOf(scores)} classes, and the matrix has {Classes}.", nameof(scores));
        }

        RequireClass(label, Classes);
        int predicted = Predicted(scores);
        if (predicted < 0)
        {
            _undecided[label]++;
            _undecidedWeights[label] += weight;
        }
        else
        {
            Count(predicted, label, weight);
        }
    }

    // Predictions of a class.
    private long Decided => _counts.Sum();

    // Counts by their weights.
    private double DecidedWeight => _weights.Sum();

    private double RightWeight => Enumerable.Range(0, Classes).Sum(label => Weight(label, label));

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private double SupportWeight(int label) => _undecidedWeights[label] + Enumerable.Range(0, Classes).Sum(predicted => Weight(label, predicted));

    private double PredictedWeight(int label) => Enumerable.Range(0, Classes).Sum(actual => Weight(actual, label));

    private void Count(int predicted, int label, double weight)
    {
        _counts[(label * Classes) + predicted]++;
        _weights[(label * Classes) + predicted] += weight;
    }

    private double Average(Averaging averaging, int positive, Func<int, double> ofClass, double ofAll)
    {
        switch (averaging)
        {
            case Averaging.Binary:
                return Classes == 2
                    ? ofClass(positive)
                    : throw new ArgumentException($"There are {Classes} classes, and Averaging.Binary is about the positive one of two. Take Averaging.Macro, Micro or Weighted.", nameof(averaging));
            case Averaging.Micro:
                return ofAll;
            case Averaging.Macro or Averaging.Weighted:
                double sum = 0;
                double weights = 0;
                for (int label = 0; label < Classes; label++)
                {
                    double weight = averaging == Averaging.Weighted ? SupportWeight(label) : Support(label) + PredictedAs(label) > 0 ? 1 : 0;
                    sum += weight * ofClass(label);
                    weights += weight;
                }

                return sum / weights;
            default:
                throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "There is no such average.");
        }
    }
}
