using System;

namespace NetCompiler.Training;

/// <summary>The mean absolute error of a regression, over all outputs of all samples.</summary>
/// <group>metrics</group>
/// <formula>Σ w |y − t| / Σ w, mean over outputs; w is 1 unless given</formula>
/// <pytorch>torchmetrics.MeanAbsoluteError; sklearn.metrics.mean_absolute_error</pytorch>
/// <keras>keras.metrics.MeanAbsoluteError</keras>
public sealed class MAE : RegressionMetric
{
    private OutputSums _sums = new(1);

    /// <inheritdoc/>
    public override string Name => "MAE";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            double sum = 0;
            for (int output = 0; output < _sums.Width; output++)
            {
                sum += _sums.Of(output)[0];
            }

            return sum / (_sums.Weight * _sums.Width);
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
            _sums.Of(output)[0] += weight * Math.Abs(outputs[output] - targets[output]);
        }
    }
}
