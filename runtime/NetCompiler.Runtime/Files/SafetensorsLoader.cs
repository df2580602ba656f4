using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;

namespace NetCompiler;

/// <summary>Reads the tensors of a safetensors file into a network, after all of them were found to fit.</summary>
internal static class SafetensorsLoader
{
    // Bytes converted at a time: a multiple of every element size.
    private const int Piece = 1 << 16;

    /// <summary>Reads a whole file.</summary>
    /// <param name="stream">The file, at its first byte.</param>
    /// <param name="source">What messages call the file.</param>
    /// <param name="description">The network.</param>
    /// <returns>New memory that holds the file's values.</returns>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of the network.</exception>
    public static NetworkMemory Load(Stream stream, string source, NetworkDescription description)
    {
        SafetensorsHeader header = SafetensorsHeader.Read(stream, source);
        CheckTensors(header, source, description);
        var memory = new NetworkMemory(description);
        if (description.Element == ElementType.Float64)
        {
            ReadTensors<double>(stream, source, header, memory);
        }
        else
        {
            ReadTensors<float>(stream, source, header, memory);
        }

        RequireEnd(stream, source, header);

        return memory;
    }

    private static void ReadTensors<T>(Stream stream, string source, SafetensorsHeader header, NetworkMemory memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkDescription description = memory.Description;
        Dictionary<string, ParameterDescription> parameters = description.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        Dictionary<string, ParameterDescription> states = description.States.ToDictionary(state => state.Name, StringComparer.Ordinal);
        using ParameterEdit edit = memory.Edit();
        foreach (SafetensorsEntry entry in header.Entries)
        {
            if (parameters.TryGetValue(entry.Name, out ParameterDescription? parameter))
            {
                ReadTensor(stream, source, entry, parameter, memory.ParameterBuffer.Of<T>());
            }
            else if (states.TryGetValue(entry.Name, out ParameterDescription? state))
            {
                ReadTensor(stream, source, entry, state, memory.StateBuffer.Of<T>());
            }
            else
            {
                ReadTensor<T>(stream, source, entry, null, []);
            }
        }
    }

    /// <summary>Reads a whole file of Keras's convention.</summary>
    /// <param name="stream">The file, at its first byte.</param>
    /// <param name="source">What messages call the file.</param>
    /// <param name="description">The network.</param>
    /// <returns>New memory that holds the file's values.</returns>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of the network.</exception>
    public static NetworkMemory LoadKeras(Stream stream, string source, NetworkDescription description)
    {
        SafetensorsHeader header = SafetensorsHeader.Read(stream, source);
        IReadOnlyList<KerasTensors.Source> sources = KerasTensors.Find(header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal), source, description);
        var memory = new NetworkMemory(description);
        if (description.Element == ElementType.Float64)
        {
            ReadKerasTensors<double>(stream, source, header, sources, memory);
        }
        else
        {
            ReadKerasTensors<float>(stream, source, header, sources, memory);
        }

        return memory;
    }

    private static void ReadKerasTensors<T>(Stream stream, string source, SafetensorsHeader header, IReadOnlyList<KerasTensors.Source> sources, NetworkMemory memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new Dictionary<string, T[]>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in header.Entries)
        {
            values.Add(entry.Name, ReadValues<T>(stream, source, entry));
        }

        RequireEnd(stream, source, header);

        using ParameterEdit edit = memory.Edit();
        foreach (KerasTensors.Source made in sources.Where(made => made.Name is not null))
        {
            Span<T> buffer = (memory.Description.States.Contains(made.Tensor) ? memory.StateBuffer : memory.ParameterBuffer).Of<T>();
            T[] elements = values[made.Name!];
            for (int index = 0; index < made.Tensor.Length; index++)
            {
                buffer[made.Tensor.IndexOf(index)] = elements[made.IndexOf(index)];
            }
        }

        foreach (KerasTensors.Source zero in sources.Where(made => made.Name is null && made.Tensor.Type != ElementType.Int64))
        {
            for (int index = 0; index < zero.Tensor.Length; index++)
            {
                memory.ParameterBuffer.Of<T>()[zero.Tensor.IndexOf(index)] = T.Zero;
            }
        }
    }

    /// <summary>Reads one tensor of a file into a parameter, after all was found to fit.</summary>
    /// <typeparam name="T">The buffer's element.</typeparam>
    /// <param name="stream">The file, at its first byte; afterwards behind the tensor.</param>
    /// <param name="source">What messages call the file.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="parameter">What it is for: its shape is checked.</param>
    /// <param name="buffer">The whole buffer that holds the parameter.</param>
    /// <exception cref="InvalidDataException">The file is malformed, or does not hold the tensor in the parameter's shape.</exception>
    public static void ReadTensor<T>(Stream stream, string source, string name, ParameterDescription parameter, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SafetensorsHeader header = SafetensorsHeader.Read(stream, source);
        SafetensorsEntry entry = header.Entries.FirstOrDefault(entry => entry.Name == name)
            ?? throw SafetensorsHeader.Invalid(source, $"'{parameter.Name}' is to be its tensor '{name}', which it does not have. It has: {string.Join(", ", header.Entries.Select(entry => $"'{entry.Name}'"))}");
        if (!entry.Shape.SequenceEqual(parameter.Shape.Select(extent => (long)extent)))
        {
            throw SafetensorsHeader.Invalid(source, $"'{parameter.Name}' has shape [{string.Join(", ", parameter.Shape)}], and its tensor '{name}' has [{string.Join(", ", entry.Shape)}]");
        }

        if (!SafetensorsType.IsReal(entry.Type))
        {
            throw SafetensorsHeader.Invalid(source, $"its tensor '{name}' is {entry.Type}; F32, F64, F16 and BF16 can be read");
        }

        foreach (SafetensorsEntry before in header.Entries.TakeWhile(before => before != entry))
        {
            ReadTensor<T>(stream, source, before, null, []);
        }

        ReadTensor(stream, source, entry, parameter, buffer);
    }

    private static T[] ReadValues<T>(Stream stream, string source, SafetensorsEntry entry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = new byte[entry.End - entry.Begin];
        ReadWhole(stream, source, entry, bytes, entry.Begin);
        T[] values = new T[bytes.Length / SafetensorsType.SizeOf(entry.Type)];
        SafetensorsType.Convert<T>(entry.Type, bytes, values);
        return values;
    }

    private static void RequireEnd(Stream stream, string source, SafetensorsHeader header)
    {
        if (stream.ReadByte() >= 0)
        {
            throw SafetensorsHeader.Invalid(source, $"it goes on after the {header.DataLength} bytes that its tensors take");
        }
    }

    // Reads a piece of a tensor, which begins at a byte of the file's data.
    private static void ReadWhole(Stream stream, string source, SafetensorsEntry entry, Span<byte> piece, long at)
    {
        int read = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
        if (read < piece.Length)
        {
            throw SafetensorsHeader.Invalid(source, $"it ends within tensor '{entry.Name}', {entry.End - at - read} bytes early");
        }
    }

    private static void CheckTensors(SafetensorsHeader header, string source, NetworkDescription description)
    {
        var text = new StringBuilder();
        Dictionary<string, SafetensorsEntry> entries = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (ParameterDescription tensor in description.Parameters.Concat(description.States))
        {
            if (!entries.Remove(tensor.Name, out SafetensorsEntry? entry))
            {
                text.Append($"\n  missing: '{tensor.Name}' [{string.Join(", ", tensor.Shape)}]");
            }
            else if (!entry.Shape.SequenceEqual(tensor.Shape.Select(extent => (long)extent)))
            {
                text.Append($"\n  wrong shape: '{tensor.Name}' is [{string.Join(", ", entry.Shape)}] in the file and [{string.Join(", ", tensor.Shape)}] in the network");
            }
            else if (tensor.Type == ElementType.Int64)
            {
                if (entry.Type != "I64")
                {
                    text.Append($"\n  wrong type: '{tensor.Name}' is {entry.Type} in the file; it is a count, I64");
                }
            }
            else if (!SafetensorsType.IsReal(entry.Type))
            {
                text.Append($"\n  wrong type: '{tensor.Name}' is {entry.Type} in the file; F32, F64, F16 and BF16 can be read");
            }
        }

        foreach (SafetensorsEntry extra in header.Entries.Where(entry => entries.ContainsKey(entry.Name) && !IsCounter(entry)))
        {
            text.Append($"\n  not in the network: '{extra.Name}' [{string.Join(", ", extra.Shape)}]");
        }

        if (text.Length > 0)
        {
            throw new InvalidDataException($"The tensors of '{source}' are not those of network '{description.Name}':{text}");
        }
    }

    // PyTorch's normalisations count their batches in a tensor that no computation with a fixed momentum reads.
    private static bool IsCounter(SafetensorsEntry entry) => entry is { Type: "I64", Shape.Count: 0 } && entry.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static void ReadTensor<T>(Stream stream, string source, SafetensorsEntry entry, ParameterDescription? tensor, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = SafetensorsType.SizeOf(entry.Type);
        byte[] bytes = new byte[(int)Math.Min(Piece, entry.End - entry.Begin)];
        T[] values = new T[bytes.Length / size];
        int index = 0;
        for (long at = entry.Begin; at < entry.End;)
        {
            int count = (int)Math.Min(bytes.Length, entry.End - at);
            ReadWhole(stream, source, entry, bytes.AsSpan(0, count), at);
            at += count;
            if (tensor is { Type: ElementType.Int64 })
            {
                tensor.WriteCount(buffer, BinaryPrimitives.ReadInt64LittleEndian(bytes));
            }
            else if (tensor is not null)
            {
                Span<T> piece = values.AsSpan(0, count / size);
                SafetensorsType.Convert(entry.Type, bytes.AsSpan(0, count), piece);
                foreach (T value in piece)
                {
                    buffer[tensor.IndexOf(index)] = value;
                    index++;
                }
            }
        }
    }
}
