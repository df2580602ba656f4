using System;
using System.Linq;
using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>
/// What PyTorch computed for one tensor, such as a gradient or a Hessian-vector product by one parameter: its elements, or sums of runs of them where
/// there are too many to store.
/// </summary>
public sealed class FixtureDerivative
{
    private const int UsualRun = 16;

    private readonly uint? _seed;
    private readonly int _run;

    private FixtureDerivative(int[] shape, float[] values, uint? seed, int run) => (Shape, Values, _seed, _run) = (shape, values, seed, run);

    /// <summary>The tensor's shape.</summary>
    public int[] Shape { get; }

    /// <summary>What is compared: the elements, or the sums.</summary>
    public float[] Values { get; }

    /// <summary>The same of a tensor that was computed.</summary>
    /// <param name="elements">All its elements, row-major.</param>
    /// <returns>The elements, or the sums of runs, each element times the sign of a drawn number; added in double.</returns>
    public float[] Of(float[] elements)
    {
        if (_seed is not uint seed)
        {
            return elements;
        }

        var numbers = new DrawnNumbers(seed);
        double[] sums = new double[(elements.Length + _run - 1) / _run];
        for (int index = 0; index < elements.Length; index++)
        {
            sums[index / _run] += numbers.Next() >= 0 ? elements[index] : -elements[index];
        }

        return [.. sums.Select(sum => (float)sum)];
    }

    internal static FixtureDerivative Read(JsonElement element)
    {
        if (!element.TryGetProperty("sums", out JsonElement sums))
        {
            FixtureTensor whole = FixtureTensor.Read(element);
            return new FixtureDerivative(whole.Shape, whole.Values, null, 1);
        }

        int[] shape = FixtureTensor.ReadShape(element);
        float[] values = [.. sums.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        int run = sums.TryGetProperty("run", out JsonElement given) ? given.GetInt32() : UsualRun;
        return (length + run - 1) / run == values.Length
            ? new FixtureDerivative(shape, values, sums.GetProperty("seed").GetUInt32(), run)
            : throw new InvalidOperationException($"A fixture has {values.Length} sums of {run} elements for shape [{string.Join(", ", shape)}].");
    }
}
