using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace NetCompiler.Samples.Data;

/// <summary>
/// Images of CIFAR-10's binary version: records of one byte, the class, and three planes of 32x32 bytes, red, green and blue, row by row from the top.
/// </summary>
/// <param name="Pixels">3072 bytes an image.</param>
/// <param name="Labels">The class of each image, 0 to 9.</param>
public sealed record CifarImages(byte[] Pixels, int[] Labels)
{
    /// <summary>Bytes in an image.</summary>
    public const int Length = 3 * 32 * 32;

    private const int Record = 1 + Length;

    /// <summary>Reads files, one behind the other, plain or with gzip.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="InvalidDataException">A file is not whole records, has a class above 9, or is damaged; the message names it.</exception>
    public static CifarImages Read(params IReadOnlyList<string> paths)
    {
        var contents = new List<byte[]>();
        int count = 0;
        foreach (string path in paths)
        {
            byte[] content = ReadAll(path);
            if (content.Length == 0 || content.Length % Record != 0)
            {
                throw new InvalidDataException($"Cannot read '{path}': its {content.Length} bytes are not a whole number of records of {Record}, a class and three planes of 32x32, at least one.");
            }

            contents.Add(content);
            count += content.Length / Record;
        }

        byte[] pixels = new byte[count * Length];
        int[] labels = new int[count];
        int image = 0;
        for (int file = 0; file < contents.Count; file++)
        {
            for (int at = 0; at < contents[file].Length; at += Record)
            {
                int label = contents[file][at];
                if (label > 9)
                {
                    throw new InvalidDataException($"Cannot read '{paths[file]}': record {at / Record} has the class {label}, and CIFAR-10 has 0 to 9.");
                }

                labels[image] = label;
                contents[file].AsSpan(at + 1, Length).CopyTo(pixels.AsSpan(image * Length));
                image++;
            }
        }

        return new CifarImages(pixels, labels);
    }

    private static byte[] ReadAll(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        bool compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        using var content = new MemoryStream();
        if (!compressed)
        {
            file.CopyTo(content);
            return content.ToArray();
        }

        try
        {
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            gzip.CopyTo(content);
            return content.ToArray();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"Cannot read '{path}': its compressed data are damaged ({exception.Message}).", exception);
        }
    }
}
