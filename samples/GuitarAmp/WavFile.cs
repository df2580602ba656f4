using System;
using System.IO;
using System.Text;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>Writes mono WAV files of 16 bits.</summary>
internal static class WavFile
{
    private const int HeaderLength = 44;

    /// <summary>Writes a signal; what is beyond -1 and 1 is clipped.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> signal, int sampleRate)
    {
        using var writer = new BinaryWriter(File.Create(path), Encoding.ASCII);
        int bytes = 2 * signal.Length;
        writer.Write("RIFF"u8);
        writer.Write(HeaderLength - 8 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(sampleRate);
        writer.Write(2 * sampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(bytes);
        foreach (float sample in signal)
        {
            writer.Write((short)Math.Round(Math.Clamp(sample, -1f, 1f) * short.MaxValue));
        }
    }
}
