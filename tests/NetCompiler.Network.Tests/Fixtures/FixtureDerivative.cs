using System;
using System.Linq;
using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>
/// A gradient or a Hessian-vector product of a fixture by one parameter: its elements, or sums of runs of them where there are too many to
/// store.
/// </summary>
public sealed class FixtureDerivative
{
    private const int Run = 16;

    private readonly uint? _seed;

    private FixtureDerivative(int[] shape, float[] values, uint? seed) => (Shape, Values, _seed) = (shape, values, seed);

    /// <summary>The parameter's shape.</summary>
    public int[] Shape { get; }

    /// <summary>What is compared: the elements, or the sums.</summary>
    public float[] Values { get; }

    /// <summary>The same of a tensor that was computed.</summary>
    /// <param name="elements">All its elements, row-major.</param>
    /// <returns>The elements, or the sums of runs of 16, each element times the sign of a drawn number; added in double.</returns>
    public float[] Of(float[] elements)
    {
        if (_seed is not uint seed)
        {
            return elements;
        }

        var numbers = new DrawnNumbers(seed);
        double[] sums = new double[(elements.Length + Run - 1) / Run];
        for (int index = 0; index < elements.Length; index++)
        {
            sums[index / Run] += numbers.Next() >= 0 ? elements[index] : -elements[index];
        }

        return [.. sums.Select(sum => (float)sum)];
    }

    internal static FixtureDerivative Read(JsonElement element)
    {
        if (!element.TryGetProperty("sums", out JsonElement sums))
        {
            FixtureTensor whole = FixtureTensor.Read(element);
            return new FixtureDerivative(whole.Shape, whole.Values, null);
        }

        int[] shape = FixtureTensor.ReadShape(element);
        float[] values = [.. sums.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        return (length + Run - 1) / Run == values.Length
            ? new FixtureDerivative(shape, values, sums.GetProperty("seed").GetUInt32())
            : throw new InvalidOperationException($"A fixture has {values.Length} sums of {Run} elements for shape [{string.Join(", ", shape)}].");
    }
}
