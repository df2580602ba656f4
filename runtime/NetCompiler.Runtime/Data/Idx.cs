using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace NetCompiler.Data;

/// <summary>
/// Reads the IDX files of the MNIST family (http://yann.lecun.com/exdb/mnist), plain or compressed with gzip, whatever their name ends with. No length
/// in a file is believed before the file is known to be long enough for it.
/// </summary>
public static class Idx
{
    private const byte UnsignedByte = 0x08;

    // Deflate makes at most 1032 bytes of one (zlib's documentation, "maximum compression factor").
    private const long LargestCompression = 1032;

    /// <summary>Reads images.</summary>
    /// <param name="path">A file of bytes with the extents [images, rows, columns].</param>
    /// <returns>The images, row-major, 0 to 255.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed or holds something else; the message names it.</exception>
    public static IdxTensor ReadImages(string path)
    {
        IdxTensor images = Read(path);
        return images.Shape.Count == 3
            ? images
            : throw Invalid(path, $"it has {images.Shape.Count} dimensions, and images have 3 (images, rows, columns)");
    }

    /// <summary>Reads labels.</summary>
    /// <param name="path">A file of bytes with the extents [labels].</param>
    /// <returns>The labels, 0 to 255.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed or holds something else; the message names it.</exception>
    public static int[] ReadLabels(string path)
    {
        IdxTensor labels = Read(path);
        return labels.Shape.Count == 1
            ? Array.ConvertAll(labels.Values, label => (int)label)
            : throw Invalid(path, $"it has {labels.Shape.Count} dimensions, and labels have 1");
    }

    /// <summary>Reads any IDX file of bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its extents and elements.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed or holds no bytes; the message names it.</exception>
    public static IdxTensor Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> magic = stackalloc byte[2];
        bool compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        if (!compressed)
        {
            return Read(file, path, file.Length);
        }

        try
        {
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            return Read(gzip, path, checked(file.Length * LargestCompression));
        }
        catch (InvalidDataException exception) when (!exception.Message.Contains(path, StringComparison.Ordinal))
        {
            throw Invalid(path, $"its compressed data are damaged ({exception.Message})", exception);
        }
    }

    private static IdxTensor Read(Stream stream, string path, long available)
    {
        Span<byte> header = stackalloc byte[4];
        RequireHeader(stream, header, path);
        if (header[0] != 0 || header[1] != 0)
        {
            throw Invalid(path, "it does not begin with two zero bytes: this is no IDX file");
        }

        if (header[2] != UnsignedByte)
        {
            throw Invalid(path, $"its elements have type 0x{header[2]:X2}, and only bytes (0x08) can be read");
        }

        int[] shape = new int[header[3]];
        if (shape.Length == 0)
        {
            throw Invalid(path, "it has no dimensions");
        }

        long length = 1;
        for (int dimension = 0; dimension < shape.Length; dimension++)
        {
            RequireHeader(stream, header, path);
            shape[dimension] = BinaryPrimitives.ReadInt32BigEndian(header);
            if (shape[dimension] < 1)
            {
                throw Invalid(path, $"dimension {dimension} has the extent {(uint)shape[dimension]}, where 1 to {int.MaxValue} are possible");
            }

            length *= shape[dimension];
            if (length > Array.MaxLength || length > available)
            {
                throw Invalid(path, $"its header announces at least {length} bytes, more than the file can hold");
            }
        }

        // Compressed data may be a thousandth of what they become, or of what the header says: the buffer grows with what is really there.
        byte[] values = new byte[Math.Min(length, 1 << 16)];
        int read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(values.AsSpan(read), values.Length - read, throwOnEndOfStream: false);
            if (read < values.Length)
            {
                throw Invalid(path, $"it ends after {read} of {length} bytes of data");
            }

            if (read == length)
            {
                break;
            }

            Array.Resize(ref values, (int)Math.Min(length, Math.Max(2L * values.Length, stream is FileStream ? length : 0)));
        }

        return stream.ReadByte() < 0
            ? new IdxTensor(shape, values)
            : throw Invalid(path, $"it goes on after the {values.Length} bytes of data that its header announces");
    }

    private static void RequireHeader(Stream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Invalid(path, "it ends within its header");
        }
    }

    private static InvalidDataException Invalid(string path, string what, Exception? inner = null) => new($"Cannot read '{path}': {what}.", inner);
}
