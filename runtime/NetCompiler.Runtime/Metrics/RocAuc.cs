using System;

namespace NetCompiler.Training;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a sample of a class has a higher score for it than one of another class, ties counting half and pairs as the product of their weights. Exact, not by thresholds; of more than two classes each against
/// all others, averaged.
/// </summary>
/// <group>metrics</group>
/// <formula>Σ over positives p and negatives n of w[p] w[n] ([s[p] &gt; s[n]] + [s[p] = s[n]] / 2) / (Σ w[p] Σ w[n]); w is 1 unless given</formula>
/// <pytorch>torchmetrics.AUROC; sklearn.metrics.roc_auc_score(average, multi_class="ovr")</pytorch>
/// <keras>keras.metrics.AUC, by thresholds</keras>
/// <remarks>
/// <para>
/// It keeps every score, as there is no exact value otherwise: memory grows by doubling as batches come, and is kept by <see cref="Reset"/>; with a capacity that is large enough nothing is allocated.
/// </para>
/// <para>
/// Of two scores a prediction the second minus the first counts, whether they are logits or probabilities. Of more, the scores of a class are compared between samples, which is right for probabilities: with logits set
/// <see cref="FromLogits"/>. Classes without a label, or with nothing but, are left out; where none is left, and where a score is NaN, the value is NaN.
/// </para>
/// </remarks>
public sealed class RocAuc : ClassMetric
{
    private double[] _scores;
    private int[] _labels;
    private double[] _weights;
    private int _count;
    private int _columns;

    /// <summary>Makes the metric.</summary>
    /// <param name="averaging">How more than two classes count: <see cref="Averaging.Macro"/> or <see cref="Averaging.Weighted"/>.</param>
    /// <param name="capacity">For how many scores there is room at first: predictions, times classes where there are more than two.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such average of areas, or the capacity is negative.</exception>
    public RocAuc(Averaging averaging = Averaging.Macro, int capacity = 1024)
    {
        if (averaging is not (Averaging.Macro or Averaging.Weighted))
        {
            throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "Areas of more than two classes are averaged by Averaging.Macro or Averaging.Weighted.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Averaging = averaging;
        _scores = new double[capacity];
        _labels = new int[capacity];
        _weights = new double[capacity];
    }

    /// <summary>How more than two classes count.</summary>
    public Averaging Averaging { get; }

    /// <summary>For how many scores there is room: predictions, times classes where there are more than two.</summary>
    public int Capacity => _scores.Length;

    /// <summary>Whether the softmax of a prediction's scores is taken first, where they are more than two; false unless given.</summary>
    public bool FromLogits { get; init; }

    /// <inheritdoc/>
    public override string Name => _columns > 1 ? $"{Averaging.ToString().ToLowerInvariant()} ROC AUC" : "ROC AUC";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (_count == 0 || HasNaN(_scores.AsSpan(0, _count * _columns)))
            {
                return double.NaN;
            }

            double[] scores = new double[_count];
            int[] order = new int[_count];
            if (_columns == 1)
            {
                return Area(0, 1, scores, order, out _);
            }

            double sum = 0;
            double weights = 0;
            for (int label = 0; label < _columns; label++)
            {
                double area = Area(label, label, scores, order, out double positives);
                if (!double.IsNaN(area))
                {
                    double weight = Averaging == Averaging.Weighted ? positives : 1;
                    sum += weight * area;
                    weights += weight;
                }
            }

            return sum / weights;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _count = 0;

    /// <inheritdoc/>
    protected internal override void AddPrediction(ReadOnlySpan<double> scores, int label, double weight)
    {
        RequireClass(label, ClassesOf(scores));
        int columns = scores.Length > 2 ? scores.Length : 1;
        if (_count > 0 && columns != _columns)
        {
            throw new ArgumentException($"{Name}: a prediction has {scores.Length} scores, and those before had another number.", nameof(scores));
        }

        _columns = columns;
        Grow(ref _scores, (_count + 1) * columns);
        Grow(ref _labels, _count + 1);
        Grow(ref _weights, _count + 1);
        _labels[_count] = label;
        _weights[_count] = weight;
        Span<double> kept = _scores.AsSpan(_count * columns, columns);
        if (columns == 1)
        {
            kept[0] = scores.Length == 2 ? scores[1] - scores[0] : scores[0];
        }
        else
        {
            scores.CopyTo(kept);
            if (FromLogits)
            {
                Softmax(kept);
            }
        }

        _count++;
    }

    private static bool HasNaN(ReadOnlySpan<double> scores)
    {
        foreach (double score in scores)
        {
            if (double.IsNaN(score))
            {
                return true;
            }
        }

        return false;
    }

    private static void Softmax(Span<double> scores)
    {
        double largest = scores[0];
        foreach (double score in scores)
        {
            largest = Math.Max(largest, score);
        }

        double sum = 0;
        foreach (double score in scores)
        {
            sum += Math.Exp(score - largest);
        }

        foreach (ref double score in scores)
        {
            score = Math.Exp(score - largest) / sum;
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, 2 * array.Length));
        }
    }

    // In ascending order each positive is above what the negatives before it weigh, and half above its equals (Mann and Whitney 1947, with weights).
    private double Area(int column, int positive, double[] scores, int[] order, out double positives)
    {
        for (int index = 0; index < _count; index++)
        {
            scores[index] = _scores[(index * _columns) + column];
            order[index] = index;
        }

        Array.Sort(scores, order);
        positives = 0;
        double negatives = 0;
        double pairs = 0;
        int end;
        for (int first = 0; first < _count; first = end)
        {
            double own = 0;
            double others = 0;
            for (end = first; end < _count && scores[end] == scores[first]; end++)
            {
                double weight = _weights[order[end]];
                if (_labels[order[end]] == positive)
                {
                    own += weight;
                }
                else
                {
                    others += weight;
                }
            }

            pairs += own * (negatives + (others / 2));
            positives += own;
            negatives += others;
        }

        return positives == 0 || negatives == 0 ? double.NaN : pairs / (positives * negatives);
    }
}
