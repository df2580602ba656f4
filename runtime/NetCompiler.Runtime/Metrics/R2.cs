using System;

namespace NetCompiler.Training;

/// <summary>
/// The coefficient of determination of a regression: the share of the targets' variance that predictions explain, 1 at best, and below 0 where their mean would predict better; of several outputs the mean.
/// </summary>
/// <group>metrics</group>
/// <formula>mean over outputs of 1 − Σ w (y − t)² / Σ w (t − mean t)², mean t = Σ w t / Σ w; w is 1 unless given</formula>
/// <pytorch>torchmetrics.R2Score; sklearn.metrics.r2_score</pytorch>
/// <keras>keras.metrics.R2Score(class_aggregation="uniform_average")</keras>
/// <remarks>Of targets that are all equal it is 1 where predictions are, too, and else 0, as scikit-learn has it; of fewer than two samples NaN.</remarks>
public sealed class R2 : RegressionMetric
{
    // Of each output: the sum of squared errors, the mean of the targets so far and the sum of their squared distances from it (Welford 1962; with weights West 1979), which loses no digits to a large mean.
    private OutputSums _sums = new(3);

    /// <inheritdoc/>
    public override string Name => "R2";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (_sums.Count < 2 || _sums.Weight == 0)
            {
                return double.NaN;
            }

            double sum = 0;
            for (int output = 0; output < _sums.Width; output++)
            {
                Span<double> own = _sums.Of(output);
                sum += own[2] != 0 ? 1 - (own[0] / own[2]) : own[0] == 0 ? 1 : 0;
            }

            return sum / _sums.Width;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _sums.Reset();

    /// <inheritdoc/>
    protected internal override void AddSample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, double weight)
    {
        _sums.Begin(outputs.Length, weight, Name);
        if (weight == 0)
        {
            return;
        }

        for (int output = 0; output < outputs.Length; output++)
        {
            Span<double> own = _sums.Of(output);
            double error = outputs[output] - targets[output];
            double distance = targets[output] - own[1];
            own[0] += weight * error * error;
            own[1] += distance * weight / _sums.Weight;
            own[2] += weight * distance * (targets[output] - own[1]);
        }
    }
}
