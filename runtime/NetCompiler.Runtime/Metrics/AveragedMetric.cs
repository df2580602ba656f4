using System;

namespace NetCompiler.Training;

/// <summary>A metric that is an average over classes, by a confusion matrix of as many classes as the first prediction chooses from.</summary>
public abstract class AveragedMetric : ClassMetric
{
    private ConfusionMatrix? _matrix;

    /// <summary>Makes the metric.</summary>
    /// <param name="averaging">How classes count.</param>
    private protected AveragedMetric(Averaging averaging)
    {
        if (!Enum.IsDefined(averaging))
        {
            throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "There is no such average.");
        }

        Averaging = averaging;
    }

    /// <summary>How classes count.</summary>
    public Averaging Averaging { get; }

    /// <summary>The positive class of <see cref="Averaging.Binary"/>: 1 unless given, or 0.</summary>
    public int Positive { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override double Value => _matrix is null ? double.NaN : Of(_matrix);

    /// <inheritdoc/>
    public sealed override void Reset() => _matrix = null;

    /// <inheritdoc/>
    protected internal sealed override void AddPrediction(ReadOnlySpan<double> scores, int label, double weight)
    {
        if (_matrix is null)
        {
            int classes = ClassesOf(scores);
            if (Averaging == Averaging.Binary && classes > 2)
            {
                throw new ArgumentException($"{Name}: there are {classes} classes, and Averaging.Binary is about the positive one of two. Take Averaging.Macro, Micro or Weighted.", nameof(scores));
            }

            RequireClass(Positive, classes);
            _matrix = new ConfusionMatrix(classes) { Threshold = Threshold };
        }

        _matrix.AddPrediction(scores, label, weight);
    }

    /// <summary>The value by the counts.</summary>
    private protected abstract double Of(ConfusionMatrix matrix);

    /// <summary>The name with the average, where it is one.</summary>
    private protected string Named(string name) => Averaging == Averaging.Binary ? name : Averaging.ToString().ToLowerInvariant() + " " + name;
}

/// <summary>The share of the predictions of a class that are right.</summary>
/// <group>metrics</group>
/// <formula>TP / (TP + FP), averaged over classes</formula>
/// <pytorch>torchmetrics.Precision(average); sklearn.metrics.precision_score(average)</pytorch>
/// <keras>keras.metrics.Precision, of two classes</keras>
/// <remarks>Where it divides by 0 it is 0, as in scikit-learn.</remarks>
/// <param name="averaging">How classes count.</param>
public sealed class PrecisionScore(Averaging averaging = Averaging.Binary) : AveragedMetric(averaging)
{
    /// <inheritdoc/>
    public override string Name => Named("precision");

    private protected override double Of(ConfusionMatrix matrix) => matrix.Precision(Averaging, Positive);
}

/// <summary>The share of the labels of a class that are found.</summary>
/// <group>metrics</group>
/// <formula>TP / (TP + FN), averaged over classes</formula>
/// <pytorch>torchmetrics.Recall(average); sklearn.metrics.recall_score(average)</pytorch>
/// <keras>keras.metrics.Recall, of two classes</keras>
/// <remarks>Where it divides by 0 it is 0, as in scikit-learn.</remarks>
/// <param name="averaging">How classes count.</param>
public sealed class RecallScore(Averaging averaging = Averaging.Binary) : AveragedMetric(averaging)
{
    /// <inheritdoc/>
    public override string Name => Named("recall");

    private protected override double Of(ConfusionMatrix matrix) => matrix.Recall(Averaging, Positive);
}

/// <summary>The harmonic mean of precision and recall.</summary>
/// <group>metrics</group>
/// <formula>2 TP / (2 TP + FP + FN), averaged over classes</formula>
/// <pytorch>torchmetrics.F1Score(average); sklearn.metrics.f1_score(average)</pytorch>
/// <keras>keras.metrics.F1Score(average)</keras>
/// <remarks>Where it divides by 0 it is 0, as in scikit-learn.</remarks>
/// <param name="averaging">How classes count.</param>
public sealed class F1Score(Averaging averaging = Averaging.Binary) : AveragedMetric(averaging)
{
    /// <inheritdoc/>
    public override string Name => Named("F1");

    private protected override double Of(ConfusionMatrix matrix) => matrix.F1(Averaging, Positive);
}
