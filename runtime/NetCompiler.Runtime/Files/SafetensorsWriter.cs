using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace NetCompiler;

/// <summary>Writes tensors of floats, and counts, as a safetensors file, in the order given.</summary>
internal static class SafetensorsWriter
{
    // Elements converted at a time.
    private const int Piece = 1 << 14;

    /// <summary>Writes a whole file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="tensors">The tensors; each with a different name.</param>
    /// <param name="metadata">The free strings.</param>
    public static void Write(Stream stream, IReadOnlyList<ParameterView> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ReadOnlySpan<byte> header = Header(tensors, metadata);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        stream.Write(prefix);
        stream.Write(header);
        byte[] bytes = new byte[Piece * sizeof(float)];
        foreach (ParameterView tensor in tensors)
        {
            if (tensor.Description.Type == ElementType.Int64)
            {
                BinaryPrimitives.WriteInt64LittleEndian(prefix, tensor.Count);
                stream.Write(prefix);
                continue;
            }

            float[] values = tensor.ToArray();
            for (int start = 0; start < values.Length; start += Piece)
            {
                int count = Math.Min(Piece, values.Length - start);
                for (int index = 0; index < count; index++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[start + index]);
                }

                stream.Write(bytes, 0, count * sizeof(float));
            }
        }
    }

    private static ReadOnlySpan<byte> Header(IReadOnlyList<ParameterView> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            long offset = 0;
            foreach (ParameterView tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                bool isCount = tensor.Description.Type == ElementType.Int64;
                writer.WriteString("dtype", isCount ? "I64" : "F32");
                writer.WriteStartArray("shape");
                foreach (int extent in tensor.Shape)
                {
                    writer.WriteNumberValue(extent);
                }

                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                offset += (long)tensor.Length * (isCount ? sizeof(long) : sizeof(float));
                writer.WriteNumberValue(offset);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // Data that begin on 8 bytes can be mapped into memory and used where they lie.
        while (buffer.WrittenCount % 8 != 0)
        {
            buffer.Write(" "u8);
        }

        return buffer.WrittenSpan;
    }
}
