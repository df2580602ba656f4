using System;

namespace NetCompiler.Training;

/// <summary>The mean absolute error of a regression, over all outputs of all samples.</summary>
/// <group>metrics</group>
/// <formula>mean |y − t|</formula>
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

            return sum / ((double)_sums.Count * _sums.Width);
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _sums.Reset();

    /// <inheritdoc/>
    protected internal override void AddSample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets)
    {
        _sums.Begin(outputs.Length, Name);
        for (int output = 0; output < outputs.Length; output++)
        {
            _sums.Of(output)[0] += Math.Abs(outputs[output] - targets[output]);
        }
    }
}
