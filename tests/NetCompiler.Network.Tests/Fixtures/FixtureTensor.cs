using System;
using System.Linq;
using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>A tensor of a fixture: PyTorch's shape and the elements, row-major.</summary>
public sealed record FixtureTensor(int[] Shape, float[] Values)
{
    /// <summary>The elements as class indices.</summary>
    public int[] Labels { get; } = [.. Values.Select(value => (int)value)];

    internal static FixtureTensor Read(JsonElement element)
    {
        int[] shape = ReadShape(element);
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        float[] values = element.TryGetProperty("drawn", out JsonElement drawn) ? DrawnNumbers.Read(drawn, length)
            : element.TryGetProperty("mask", out JsonElement mask) ? DrawnNumbers.ReadMask(mask, length)
            : [.. element.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];
        return length == values.Length
            ? new FixtureTensor(shape, values)
            : throw new InvalidOperationException($"A fixture has {values.Length} values for shape [{string.Join(", ", shape)}].");
    }

    internal static int[] ReadShape(JsonElement element) => [.. element.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
}
