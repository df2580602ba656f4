using System;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Inputs, labels and targets, the same for us and for every peer.</summary>
internal sealed class SampleData
{
    private readonly int _inputs;
    private readonly int _labels;
    private readonly int _targets;

    private SampleData(NetworkSpecification network, float[] inputs, int[] labels, float[] targets)
    {
        Inputs = inputs;
        Labels = labels;
        Targets = targets;
        Samples = inputs.Length / network.Inputs;
        _inputs = network.Inputs;
        _labels = network.LabelsOfSample;
        _targets = targets.Length == 0 ? 0 : network.Outputs;
    }

    /// <summary>How many samples there are.</summary>
    public int Samples { get; }

    /// <summary>Samples x inputs, standard normal; of tokens, which are uniform, the bits of the integers.</summary>
    public float[] Inputs { get; }

    /// <summary>A class for each sample or each step of one, uniform.</summary>
    public int[] Labels { get; }

    /// <summary>Samples x outputs: standard normal, or zeros and ones for a mask; empty where classes or the inputs are learnt.</summary>
    public float[] Targets { get; }

    /// <summary>Draws samples; the first ones are the same, however many are drawn.</summary>
    public static SampleData Draw(NetworkSpecification network, int samples)
    {
        float[] inputs = network.Vocabulary > 0 ? Tokens(samples * network.Inputs, network.Vocabulary) : Normal(samples * network.Inputs, 20);
        float[] targets = network.Objective is Objective.Regression or Objective.Mask ? Normal(samples * network.Outputs, 22) : [];
        if (network.Objective == Objective.Mask)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                targets[i] = targets[i] > 0 ? 1 : 0;
            }
        }

        var classes = new Random(21);
        int[] labels = new int[samples * network.LabelsOfSample];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = classes.Next(network.Classes);
        }

        return new SampleData(network, inputs, labels, targets);
    }

    /// <summary>Some samples in a row.</summary>
    public SampleBatch Batch(int first, int rows) => new()
    {
        Inputs = Inputs.AsSpan(first * _inputs, rows * _inputs),
        Labels = Labels.AsSpan(first * _labels, rows * _labels),
        Targets = Targets.AsSpan(first * _targets, rows * _targets),
    };

    private static float[] Tokens(int count, int vocabulary)
    {
        var random = new Random(20);
        float[] bits = new float[count];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.Int32BitsToSingle(random.Next(vocabulary));
        }

        return bits;
    }

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
