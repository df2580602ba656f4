using System;

namespace NetCompiler.Training;

/// <summary>The share of right predictions. Of equal scores the first counts; a prediction with NaN is wrong.</summary>
/// <group>metrics</group>
/// <formula>Σ weights of right predictions / Σ weights; each is 1 unless given</formula>
/// <pytorch>torchmetrics.Accuracy; sklearn.metrics.accuracy_score</pytorch>
/// <keras>keras.metrics.SparseCategoricalAccuracy, keras.metrics.BinaryAccuracy(threshold)</keras>
public sealed class Accuracy : ClassMetric
{
    private double _right;
    private double _all;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override double Value => _right / _all;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    protected internal override void AddPrediction(ReadOnlySpan<double> scores, int label, double weight)
    {
        RequireClass(label, ClassesOf(scores));
        _right += Predicted(scores) == label ? weight : 0;
        _all += weight;
    }
}
