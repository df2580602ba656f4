using System;

namespace NetCompiler.Training;

/// <summary>The share of predictions whose right class is among the k highest scores. Of equal scores the later class is the higher one, as in scikit-learn; a prediction with NaN is wrong.</summary>
/// <group>metrics</group>
/// <formula>Σ weights of predictions with the right class among the k highest / Σ weights; each is 1 unless given</formula>
/// <pytorch>torchmetrics.Accuracy(top_k=k); sklearn.metrics.top_k_accuracy_score</pytorch>
/// <keras>keras.metrics.SparseTopKCategoricalAccuracy(k)</keras>
/// <remarks>With as many classes as k, or fewer, it is 1 and says nothing.</remarks>
public sealed class TopKAccuracy : ClassMetric
{
    private double _right;
    private double _all;

    /// <summary>Makes the metric.</summary>
    /// <param name="k">How many classes are looked at, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public TopKAccuracy(int k = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
    }

    /// <summary>How many classes are looked at.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override string Name => $"top-{K} accuracy";

    /// <inheritdoc/>
    public override double Value => _right / _all;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is one score, of which none is the highest.</exception>
    protected internal override void AddPrediction(ReadOnlySpan<double> scores, int label, double weight)
    {
        RequireClass(label, ClassesOf(scores));
        if (scores.Length < 2)
        {
            throw new ArgumentException($"{Name}: it orders the scores of classes, and a prediction has one score. Use Accuracy.", nameof(scores));
        }

        int higher = 0;
        bool isNumber = true;
        for (int other = 0; other < scores.Length; other++)
        {
            isNumber &= !double.IsNaN(scores[other]);
            higher += scores[other] > scores[label] || (scores[other] == scores[label] && other > label) ? 1 : 0;
        }

        _right += isNumber && higher < K ? weight : 0;
        _all += weight;
    }
}
