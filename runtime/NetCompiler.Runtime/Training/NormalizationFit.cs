using System;
using NetCompiler.Data;

namespace NetCompiler.Training;

/// <summary>Fits the mean and the deviation of standardised inputs (<see cref="NormalizeAttribute"/>) on data. Networks that have some call it as <c>network.FitNormalization(data)</c>.</summary>
public static class NormalizationFit
{
    // 2^-126: what is smaller is no deviation that a float could divide by.
    private const double SmallestDeviation = 1.1754943508222875e-38;

    /// <summary>Sets mean and deviation of every standardised input to those of a dataset, computed in double.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; its next inference prepares again.</param>
    /// <param name="data">Inputs as the network takes them, and lengths where rows have fewer steps; targets are not looked at. Usually the training data alone, so that nothing of the others is known.</param>
    /// <exception cref="ArgumentException">The dataset has other inputs than the network, or a number in it is not finite; the network is then as it was.</exception>
    /// <remarks>
    /// The deviation is that of the data, √(Σ (x - mean)² / n), as <c>keras.layers.Normalization.adapt</c> computes it. Where all samples have the same number it is 1. Of sequences the steps that count are taken, and numbers that
    /// share a mean are taken together.
    /// </remarks>
    public static void Fit<T>(T network, Dataset data)
        where T : class, INetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        NetworkDescription description = T.Description;
        DatasetCheck.Inputs(description, data, "given");
        var statistics = new (double[] Mean, double[] Deviation)[description.Normalizations.Count];
        var parameters = new ParameterCollection(network.Memory);
        for (int index = 0; index < statistics.Length; index++)
        {
            NormalizationDescription normalization = description.Normalizations[index];
            statistics[index] = Statistics(description, normalization, data, parameters[normalization.Mean].Length);
        }

        for (int index = 0; index < statistics.Length; index++)
        {
            parameters[description.Normalizations[index].Mean].CopyFrom(statistics[index].Mean);
            parameters[description.Normalizations[index].Deviation].CopyFrom(statistics[index].Deviation);
        }
    }

    private static (double[] Mean, double[] Deviation) Statistics(NetworkDescription description, NormalizationDescription normalization, Dataset data, int count)
    {
        double[] mean = new double[count];
        double[] deviation = new double[count];
        double[] least = new double[count];
        double[] greatest = new double[count];
        long[] numbers = new long[count];
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(greatest, double.NegativeInfinity);
        ForEach(description, normalization, data, count, (number, value) =>
        {
            mean[number] += value;
            numbers[number]++;
            least[number] = Math.Min(least[number], value);
            greatest[number] = Math.Max(greatest[number], value);
        });
        for (int number = 0; number < count; number++)
        {
            // What is never there, such as nothing, stays as it is.
            mean[number] = numbers[number] == 0 ? 0 : Math.Clamp(mean[number] / numbers[number], least[number], greatest[number]);
        }

        ForEach(description, normalization, data, count, (number, value) => deviation[number] += (value - mean[number]) * (value - mean[number]));
        for (int number = 0; number < count; number++)
        {
            double root = numbers[number] == 0 ? 0 : Math.Sqrt(deviation[number] / numbers[number]);
            deviation[number] = root < SmallestDeviation ? 1 : root;
        }

        return (mean, deviation);
    }

    // Every number of the input's data that counts, and which mean it belongs to.
    private static void ForEach(NetworkDescription description, NormalizationDescription normalization, Dataset data, int count, Action<int, double> take)
    {
        TensorDescription input = description.Inputs[normalization.Input];
        DataTensor tensor = data.Inputs[normalization.Input];
        DataTensor? lengths = input.Lengths >= 0 && data.Lengths.Count > 0 ? data.Lengths[input.Lengths] : null;
        double[] values = new double[input.Length];
        byte[] bytes = input.Type == ElementType.UInt8 ? new byte[input.Length] : [];
        int[] steps = new int[1];
        for (int sample = 0; sample < data.Count; sample++)
        {
            int counting = input.Length;
            if (lengths is not null)
            {
                lengths.CopyTo(data.SampleAt(sample), steps);
                counting = steps[0] * (input.Length / input.Shape[0]);
            }

            if (bytes.Length > 0)
            {
                data.CopyInput(sample, bytes, normalization.Input);
                int perScale = input.Length / normalization.Scales.Count;
                for (int i = 0; i < counting; i++)
                {
                    values[i] = (normalization.Scales[i / perScale] * bytes[i]) + normalization.Offsets[i / perScale];
                }
            }
            else
            {
                tensor.CopyTo(data.SampleAt(sample), values);
            }

            for (int i = 0; i < counting; i++)
            {
                if (!double.IsFinite(values[i]))
                {
                    throw new ArgumentException($"Network '{description.Name}', input '{input.Name}': element {i} of sample {sample} is {values[i]}, and the mean would be that too. Leave such samples out, or replace the number.", nameof(data));
                }

                take(i / normalization.Repeats % count, values[i]);
            }
        }
    }
}
