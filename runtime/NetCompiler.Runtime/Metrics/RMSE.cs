using System;

namespace NetCompiler.Training;

/// <summary>The root of the mean squared error of a regression; of several outputs the mean of their roots, as scikit-learn has it.</summary>
/// <group>metrics</group>
/// <formula>mean over outputs of √ (Σ w (y − t)² / Σ w); w is 1 unless given</formula>
/// <pytorch>torchmetrics.MeanSquaredError(squared=False) of one output; sklearn.metrics.root_mean_squared_error</pytorch>
/// <keras>keras.metrics.RootMeanSquaredError of one output</keras>
public sealed class RMSE : RegressionMetric
{
    private OutputSums _sums = new(1);

    /// <inheritdoc/>
    public override string Name => "RMSE";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            double sum = 0;
            for (int output = 0; output < _sums.Width; output++)
            {
                sum += Math.Sqrt(_sums.Of(output)[0] / _sums.Weight);
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
            double error = outputs[output] - targets[output];
            _sums.Of(output)[0] += weight * error * error;
        }
    }
}
