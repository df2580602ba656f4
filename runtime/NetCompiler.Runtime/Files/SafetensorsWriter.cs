using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NetCompiler;

/// <summary>Writes tensors of floats or doubles, and counts, as a safetensors file, in the order given.</summary>
internal static class SafetensorsWriter
{
    // Elements converted at a time.
    private const int Piece = 1 << 14;

    private delegate void Writing<T>(Span<byte> destination, T value);

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
        byte[] bytes = new byte[Piece * sizeof(double)];
        foreach (ParameterView tensor in tensors)
        {
            if (tensor.Description.Type == ElementType.Int64)
            {
                BinaryPrimitives.WriteInt64LittleEndian(prefix, tensor.Count);
                stream.Write(prefix);
                continue;
            }

            if (tensor.IsDouble)
            {
                WriteElements<double>(stream, tensor.ToDoubleArray(), bytes, BinaryPrimitives.WriteDoubleLittleEndian);
            }
            else
            {
                WriteElements<float>(stream, tensor.ToArray(), bytes, BinaryPrimitives.WriteSingleLittleEndian);
            }
        }
    }

    private static void WriteElements<T>(Stream stream, ReadOnlySpan<T> values, byte[] bytes, Writing<T> write)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        for (int start = 0; start < values.Length; start += Piece)
        {
            int count = Math.Min(Piece, values.Length - start);
            for (int index = 0; index < count; index++)
            {
                write(bytes.AsSpan(index * size), values[start + index]);
            }

            stream.Write(bytes, 0, count * size);
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
                writer.WriteString("dtype", isCount ? "I64" : tensor.IsDouble ? "F64" : "F32");
                writer.WriteStartArray("shape");
                foreach (int extent in tensor.Shape)
                {
                    writer.WriteNumberValue(extent);
                }

                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                offset += (long)tensor.Length * (isCount || tensor.IsDouble ? sizeof(long) : sizeof(float));
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
