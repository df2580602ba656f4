using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Unicode;

namespace NetCompiler;

/// <summary>
/// The header of a safetensors file (https://huggingface.co/docs/safetensors): eight bytes of length, then a JSON object that gives for each tensor
/// its type, shape and place in the data after it. Nothing in it is trusted before it is checked: the tensors cover the data without gap or overlap,
/// and each is as long as its type and shape say.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that the format's own library accepts.</summary>
    public const int MaximumLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private SafetensorsHeader(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The free strings of the file; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Bytes of data after the header.</summary>
    public long DataLength => Entries.Count == 0 ? 0 : Entries[^1].End;

    /// <summary>Reads and checks the header; leaves the stream at the first byte of data.</summary>
    /// <param name="stream">The file, at its first byte.</param>
    /// <param name="source">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The bytes are no safetensors header, or contradict themselves or the length of the file.</exception>
    public static SafetensorsHeader Read(Stream stream, string source)
    {
        Span<byte> prefix = stackalloc byte[8];
        int read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (read < prefix.Length)
        {
            throw Invalid(source, $"it has {read} bytes, and a safetensors file begins with 8 bytes that give the length of its header");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is < 2 or > MaximumLength)
        {
            throw Invalid(source, $"its header would have {length} bytes, where 2 to {MaximumLength} are possible: this is no safetensors file");
        }

        SafetensorsHeader header = Parse(ReadText(stream, (int)length, source), source);
        if (stream.CanSeek && stream.Length - stream.Position != header.DataLength)
        {
            throw Invalid(source, $"its tensors take {header.DataLength} bytes, and {stream.Length - stream.Position} follow the header");
        }

        return header;
    }

    /// <summary>The exception for a file that is not what it should be.</summary>
    public static InvalidDataException Invalid(string source, string what, Exception? inner = null) => new($"Cannot read '{source}': {what}.", inner);

    private static byte[] ReadText(Stream stream, int length, string source)
    {
        // The buffer grows with what is really there, so that a false length in a short file costs nothing.
        byte[] text = new byte[Math.Min(length, 1 << 16)];
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(text.AsSpan(filled), text.Length - filled, throwOnEndOfStream: false);
            if (filled < text.Length)
            {
                throw Invalid(source, $"it ends within its header, after {filled} of {length} bytes");
            }

            if (filled == length)
            {
                return text;
            }

            Array.Resize(ref text, (int)Math.Min(length, 2L * text.Length));
        }
    }

    private static SafetensorsHeader Parse(byte[] text, string source)
    {
        if (!Utf8.IsValid(text))
        {
            throw Invalid(source, "its header is not UTF-8 text: this is no safetensors file");
        }

        try
        {
            var reader = new Utf8JsonReader(text);
            var entries = new List<SafetensorsEntry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            Dictionary<string, string> metadata = new(StringComparer.Ordinal);
            Expect(ref reader, JsonTokenType.StartObject, source, "the header");
            while (ReadName(ref reader, source, "the header") is { } name)
            {
                if (!names.Add(name))
                {
                    throw Invalid(source, $"its header lists '{name}' twice");
                }

                if (name == MetadataKey)
                {
                    ReadMetadata(ref reader, metadata, source);
                }
                else
                {
                    entries.Add(ReadEntry(ref reader, name, source));
                }
            }

            // The rest is padding: anything but white space makes the reader throw.
            if (reader.Read())
            {
                throw Invalid(source, "its header goes on after the closing brace");
            }

            CheckPlaces(entries, source);
            return new SafetensorsHeader(entries, metadata);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader reports an escaped half of a surrogate pair as InvalidOperationException.
            throw Invalid(source, $"its header is not the JSON that safetensors asks for ({exception.Message})", exception);
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, string source)
    {
        string what = $"tensor '{name}'";
        string? type = null;
        List<long>? shape = null;
        List<long>? place = null;
        Expect(ref reader, JsonTokenType.StartObject, source, what);
        while (ReadName(ref reader, source, what) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, source, what);
                    type = reader.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, source, what);
                    break;
                case "data_offsets" when place is null:
                    place = ReadNumbers(ref reader, source, what);
                    break;
                default:
                    throw Invalid(source, $"{what} has an unknown or repeated entry '{key}'");
            }
        }

        if (type is null || shape is null || place is not [long begin, long end])
        {
            throw Invalid(source, $"{what} needs a dtype, a shape and two data_offsets");
        }

        int size = SafetensorsType.SizeOf(type);
        if (size == 0)
        {
            throw Invalid(source, $"{what} has the unknown type '{type}'");
        }

        Int128 bytes = ByteLength(shape, size);
        if (begin > end || bytes != end - begin)
        {
            throw Invalid(source, $"{what} of type {type} and shape [{string.Join(", ", shape)}] does not fit its place from byte {begin} to byte {end}");
        }

        return new SafetensorsEntry(name, type, shape, begin, end);
    }

    private static Int128 ByteLength(List<long> shape, int size)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        Int128 bytes = size;
        foreach (long extent in shape)
        {
            // Beyond this no file reaches, and a further factor could overflow.
            bytes = bytes > long.MaxValue ? bytes : bytes * extent;
        }

        return bytes;
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata, string source)
    {
        Expect(ref reader, JsonTokenType.StartObject, source, MetadataKey);
        while (ReadName(ref reader, source, MetadataKey) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, source, MetadataKey);
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw Invalid(source, $"{MetadataKey} has '{key}' twice");
            }
        }
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string source, string what)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, source, what);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Invalid(source, $"{what} has a shape or offset that is not a whole number, 0 or more");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static string? ReadName(ref Utf8JsonReader reader, string source, string what)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => reader.GetString()!,
            JsonTokenType.EndObject => null,
            _ => throw Invalid(source, $"{what} is not a JSON object"),
        };
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string source, string what)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw Invalid(source, $"{what} has a {reader.TokenType} where safetensors has a {type}");
        }
    }

    private static void CheckPlaces(List<SafetensorsEntry> entries, string source)
    {
        entries.Sort((left, right) =>
        {
            int order = left.Begin.CompareTo(right.Begin);
            order = order != 0 ? order : left.End.CompareTo(right.End);
            return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        });
        long end = 0;
        string before = "the header";
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != end)
            {
                string how = entry.Begin < end ? "overlaps" : "leaves a gap after";
                throw Invalid(source, $"the data of tensor '{entry.Name}', from byte {entry.Begin}, {how} {before}, whose data end at byte {end}");
            }

            end = entry.End;
            before = $"'{entry.Name}'";
        }
    }
}
