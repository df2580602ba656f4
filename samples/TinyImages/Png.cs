using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace NetCompiler.Samples.TinyImages;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): eight bits a channel, no filter.</summary>
internal static class Png
{
    private const int Channels = 3;

    private static readonly uint[] s_table = Table();

    /// <summary>A colour picture.</summary>
    /// <param name="planes">Red, green and blue plane, row-major, as the data sets have them.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The planes have another length.</exception>
    public static byte[] FromPlanes(ReadOnlySpan<byte> planes, int width, int height)
    {
        int plane = width * height;
        if (planes.Length != Channels * plane || plane == 0)
        {
            throw new ArgumentException($"{planes.Length} bytes are not {Channels} planes of {width} x {height}.", nameof(planes));
        }

        // Each row begins with the number of its filter: 0, none.
        byte[] rows = new byte[height * ((Channels * width) + 1)];
        int at = 0;
        for (int row = 0; row < height; row++)
        {
            at++;
            for (int column = 0; column < width; column++)
            {
                for (int channel = 0; channel < Channels; channel++)
                {
                    rows[at++] = planes[(channel * plane) + (row * width) + column];
                }
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Compressed(rows));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compressed(byte[] rows)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.SmallestSize))
        {
            zlib.Write(rows);
        }

        return memory.ToArray();
    }

    private static void Chunk(Stream file, string type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Checksum(chunk.AsSpan(4, content.Length + 4)));
        file.Write(chunk);
    }

    // The CRC-32 of PNG's annex D, over type and content.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = s_table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[index] = value;
        }

        return table;
    }
}
