using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>The generator of <c>make_networks.py</c>: fixtures name a seed where numbers would fill megabytes.</summary>
internal sealed class DrawnNumbers(uint seed)
{
    private uint _state = seed;

    /// <summary>The next integer, from -32768 to 32767.</summary>
    public int Next()
    {
        _state = unchecked((_state * 1664525) + 1013904223);
        return (int)(_state >> 16) - 32768;
    }

    /// <summary>A tensor's elements: around a center, 0 unless given, multiples of scale / 32768.</summary>
    internal static float[] Read(JsonElement element, int length)
    {
        var numbers = new DrawnNumbers(element.GetProperty("seed").GetUInt32());
        float unit = element.GetProperty("scale").GetSingle() / 32768;
        float center = element.TryGetProperty("center", out JsonElement given) ? given.GetSingle() : 0;
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
        {
            // Rounded twice, as on the other side.
            float offset = numbers.Next() * unit;
            values[index] = center + offset;
        }

        return values;
    }

    /// <summary>A tensor's elements: 1 where the drawn number is not negative, else 0.</summary>
    internal static float[] ReadMask(JsonElement element, int length)
    {
        var numbers = new DrawnNumbers(element.GetProperty("seed").GetUInt32());
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
        {
            values[index] = numbers.Next() >= 0 ? 1 : 0;
        }

        return values;
    }
}
