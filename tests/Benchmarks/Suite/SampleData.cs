using System;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Inputs, labels and targets, the same for us and for every peer.</summary>
internal sealed class SampleData
{
    private readonly int _inputs;
    private readonly int _targets;

    private SampleData(NetworkSpecification network, float[] inputs, int[] labels, float[] targets)
    {
        Inputs = inputs;
        Labels = labels;
        Targets = targets;
        _inputs = network.Inputs;
        _targets = targets.Length == 0 ? 0 : network.Outputs;
    }

    /// <summary>Samples x inputs, standard normal.</summary>
    public float[] Inputs { get; }

    /// <summary>A class for each sample, uniform.</summary>
    public int[] Labels { get; }

    /// <summary>Samples x outputs: standard normal, or zeros and ones for a mask; empty where classes or the inputs are learnt.</summary>
    public float[] Targets { get; }

    /// <summary>Draws samples; the first ones are the same, however many are drawn.</summary>
    public static SampleData Draw(NetworkSpecification network, int samples)
    {
        float[] inputs = Normal(samples * network.Inputs, 20);
        float[] targets = network.Objective is Objective.Regression or Objective.Mask ? Normal(samples * network.Outputs, 22) : [];
        if (network.Objective == Objective.Mask)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                targets[i] = targets[i] > 0 ? 1 : 0;
            }
        }

        var classes = new Random(21);
        int[] labels = new int[samples];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = classes.Next(network.Outputs);
        }

        return new SampleData(network, inputs, labels, targets);
    }

    /// <summary>Some samples in a row.</summary>
    public SampleBatch Batch(int first, int rows) => new()
    {
        Inputs = Inputs.AsSpan(first * _inputs, rows * _inputs),
        Labels = Labels.AsSpan(first, rows),
        Targets = Targets.AsSpan(first * _targets, rows * _targets),
    };

    private static float[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            // Box-Muller: 1 - u is never 0.
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
