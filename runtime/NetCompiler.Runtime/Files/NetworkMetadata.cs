using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;

namespace NetCompiler;

/// <summary>What a weights file says beside the weights: what the outputs mean, how inputs are scaled, and strings of the user's own.</summary>
public sealed class NetworkMetadata
{
    private const string Prefix = "netcompiler.";
    private const string ClassNamesKey = Prefix + "class_names";
    private const string InputScaleKey = Prefix + "input_scale";
    private const string InputOffsetKey = Prefix + "input_offset";
    private const string FormatKey = "format";

    /// <summary>The names of the classes, in the order of the outputs; empty where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The factor of raw inputs: the network was trained on raw * scale + offset. Null where nothing is said.</summary>
    public float? InputScale { get; init; }

    /// <summary>What is added to scaled inputs. Null where nothing is said.</summary>
    public float? InputOffset { get; init; }

    /// <summary>Strings of the user's own, by name. The name <c>format</c> and names that begin with <c>netcompiler.</c> are reserved.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The strings that a file holds.</summary>
    internal SortedDictionary<string, string> ToStrings()
    {
        // Other libraries ask for the format that names and shapes follow: PyTorch's.
        var strings = new SortedDictionary<string, string>(StringComparer.Ordinal) { [FormatKey] = "pt" };
        if (ClassNames.Count > 0)
        {
            strings[ClassNamesKey] = WriteNames(ClassNames);
        }

        if (InputScale is { } scale)
        {
            strings[InputScaleKey] = scale.ToString("R", CultureInfo.InvariantCulture);
        }

        if (InputOffset is { } offset)
        {
            strings[InputOffsetKey] = offset.ToString("R", CultureInfo.InvariantCulture);
        }

        foreach ((string key, string value) in Properties)
        {
            if (key == FormatKey || key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The metadata property '{key}' has a reserved name: 'format' and names that begin with '{Prefix}' are the library's own.");
            }

            strings[key] = value;
        }

        return strings;
    }

    /// <summary>Makes metadata of the strings that a file holds.</summary>
    internal static NetworkMetadata FromStrings(IReadOnlyDictionary<string, string> strings, string source)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in strings)
        {
            if (key is not (ClassNamesKey or InputScaleKey or InputOffsetKey or FormatKey))
            {
                properties[key] = value;
            }
        }

        return new NetworkMetadata
        {
            ClassNames = strings.TryGetValue(ClassNamesKey, out string? names) ? ReadNames(names, source) : [],
            InputScale = ReadNumber(strings, InputScaleKey, source),
            InputOffset = ReadNumber(strings, InputOffsetKey, source),
            Properties = properties,
        };
    }

    private static float? ReadNumber(IReadOnlyDictionary<string, string> strings, string key, string source)
    {
        if (!strings.TryGetValue(key, out string? text))
        {
            return null;
        }

        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            ? number
            : throw SafetensorsHeader.Invalid(source, $"its metadata '{key}' is '{text}', which is no number");
    }

    private static string WriteNames(IReadOnlyList<string> names)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (string name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static List<string> ReadNames(string text, string source)
    {
        try
        {
            var names = new List<string>();
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            reader.Read();
            bool array = reader.TokenType == JsonTokenType.StartArray;
            while (array && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                // A token that is no string makes this throw.
                names.Add(reader.GetString() ?? throw new JsonException("null is no name"));
            }

            return array && !reader.Read() ? names : throw new JsonException("it is no array");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw SafetensorsHeader.Invalid(source, $"its metadata '{ClassNamesKey}' is not a JSON array of strings ({exception.Message})", exception);
        }
    }
}
