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
/// What divides by 0 is 0, as in scikit-learn: the precision of a class that is never predicted, the recall of one that never occurs. A prediction with NaN is of no class: it counts among the labels of its class, and is wrong.
/// </remarks>
public sealed class ConfusionMatrix : ClassMetric
{
    private readonly long[] _counts;

    // Labels of each class whose prediction was no number.
    private readonly long[] _undecided;

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
        _undecided = new long[classNames.Count];
    }

    /// <inheritdoc/>
    public override string Name => "confusion matrix, accuracy";

    /// <inheritdoc/>
    public override double Value => (double)Right / Total;

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
    public double Precision(int label) => Ratio(this[label, label], PredictedAs(label));

    /// <summary>The share of the labels of a class that are found.</summary>
    /// <param name="label">The class.</param>
    public double Recall(int label) => Ratio(this[label, label], Support(label));

    /// <summary>The harmonic mean of precision and recall of a class.</summary>
    /// <param name="label">The class.</param>
    public double F1(int label) => Ratio(2 * this[label, label], PredictedAs(label) + Support(label));

    /// <summary>The average of the precision.</summary>
    /// <param name="averaging">How classes count.</param>
    /// <param name="positive">The class of <see cref="Averaging.Binary"/>.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <see cref="Averaging.Binary"/> is about two.</exception>
    public double Precision(Averaging averaging, int positive = 1) => Average(averaging, positive, Precision, Ratio(Right, Decided));

    /// <summary>The average of the recall.</summary>
    /// <param name="averaging">How classes count.</param>
    /// <param name="positive">The class of <see cref="Averaging.Binary"/>.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <see cref="Averaging.Binary"/> is about two.</exception>
    public double Recall(Averaging averaging, int positive = 1) => Average(averaging, positive, Recall, Ratio(Right, Total));

    /// <summary>The average of F1.</summary>
    /// <param name="averaging">How classes count.</param>
    /// <param name="positive">The class of <see cref="Averaging.Binary"/>.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <see cref="Averaging.Binary"/> is about two.</exception>
    public double F1(Averaging averaging, int positive = 1) => Average(averaging, positive, F1, Ratio(2 * Right, Decided + Total));

    /// <summary>Adds predictions that are classes already.</summary>
    /// <param name="predicted">What was predicted.</param>
    /// <param name="labels">The right classes, as many.</param>
    /// <exception cref="ArgumentException">There are not as many, or one is no class.</exception>
    public void Add(ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels)
    {
        if (predicted.Length != labels.Length)
        {
            throw new ArgumentException($"{Name}: {predicted.Length} predictions and {labels.Length} labels are not equally many.", nameof(predicted));
        }

        for (int index = 0; index < labels.Length; index++)
        {
            Add(predicted[index], labels[index]);
        }
    }

    /// <summary>Adds one prediction that is a class already.</summary>
    /// <param name="predicted">What was predicted.</param>
    /// <param name="label">The right class.</param>
    /// <exception cref="ArgumentException">One of the two is no class.</exception>
    public void Add(int predicted, int label)
    {
        RequireClass(predicted, Classes);
        RequireClass(label, Classes);
        _counts[(label * Classes) + predicted]++;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_counts);
        Array.Clear(_undecided);
    }

    /// <summary>A table for a terminal: a row for what samples are, a column for what they are taken for, and how many of a row are right.</summary>
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

            text.Append(CultureInfo.InvariantCulture, $"{100 * Recall(actual),7:F1} %").AppendLine();
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    protected internal override void AddPrediction(ReadOnlySpan<double> scores, int label)
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
        }
        else
        {
            _counts[(label * Classes) + predicted]++;
        }
    }

    // Predictions of a class.
    private long Decided => _counts.Sum();

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

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
                    long support = Support(label);
                    double weight = averaging == Averaging.Weighted ? support : support + PredictedAs(label) > 0 ? 1 : 0;
                    sum += weight * ofClass(label);
                    weights += weight;
                }

                return sum / weights;
            default:
                throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "There is no such average.");
        }
    }
}
