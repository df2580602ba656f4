using System;

namespace NetCompiler.Training;

/// <summary>The share of right predictions. Of equal scores the first counts; a prediction with NaN is wrong.</summary>
/// <group>metrics</group>
/// <formula>right predictions / predictions</formula>
/// <pytorch>torchmetrics.Accuracy; sklearn.metrics.accuracy_score</pytorch>
/// <keras>keras.metrics.SparseCategoricalAccuracy, keras.metrics.BinaryAccuracy(threshold)</keras>
public sealed class Accuracy : ClassMetric
{
    private long _right;
    private long _all;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override double Value => (double)_right / _all;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    protected internal override void AddPrediction(ReadOnlySpan<double> scores, int label)
    {
        RequireClass(label, ClassesOf(scores));
        _right += Predicted(scores) == label ? 1 : 0;
        _all++;
    }
}
