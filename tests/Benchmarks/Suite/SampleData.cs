using System;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Inputs and labels, the same for us and for every peer.</summary>
internal sealed class SampleData
{
    private SampleData(float[] inputs, int[] labels)
    {
        Inputs = inputs;
        Labels = labels;
    }

    /// <summary>Samples x inputs, standard normal.</summary>
    public float[] Inputs { get; }

    /// <summary>A class for each sample, uniform.</summary>
    public int[] Labels { get; }

    /// <summary>Draws samples; the first ones are the same, however many are drawn.</summary>
    public static SampleData Draw(NetworkSpecification network, int samples)
    {
        var random = new Random(20);
        float[] inputs = new float[samples * network.Inputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            // Box-Muller: 1 - u is never 0.
            inputs[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        var classes = new Random(21);
        int[] labels = new int[samples];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = classes.Next(network.Outputs);
        }

        return new SampleData(inputs, labels);
    }
}
