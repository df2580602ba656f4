using System;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Networks;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Data for the test networks, from seeds.</summary>
internal static class Samples
{
    /// <summary>Numbers from -1 to 1.</summary>
    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        float[] numbers = new float[count];
        for (int index = 0; index < count; index++)
        {
            numbers[index] = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }

    /// <summary>Inputs of <see cref="SmallNetwork{TBatch}"/>, and classes that can be learned from them.</summary>
    public static (float[] Inputs, int[] Labels) Classes(int count, int seed)
    {
        float[] inputs = Numbers(count * 5, seed);
        int[] labels = new int[count];
        for (int sample = 0; sample < count; sample++)
        {
            float value = inputs[sample * 5] + (0.7f * inputs[(sample * 5) + 1]) - (0.5f * inputs[(sample * 5) + 2]);
            labels[sample] = value < -0.3f ? 0 : value < 0.3f ? 1 : 2;
        }

        return (inputs, labels);
    }

    /// <summary>The same as a dataset.</summary>
    public static Dataset Classification(int count, int seed)
    {
        (float[] inputs, int[] labels) = Classes(count, seed);
        return Dataset.Of(inputs, labels);
    }
}
