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

    /// <summary>A tensor's elements: multiples of scale / 32768, exact for a scale that is a power of 2.</summary>
    internal static float[] Read(JsonElement element, int length)
    {
        var numbers = new DrawnNumbers(element.GetProperty("seed").GetUInt32());
        float unit = element.GetProperty("scale").GetSingle() / 32768;
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
        {
            values[index] = numbers.Next() * unit;
        }

        return values;
    }
}
