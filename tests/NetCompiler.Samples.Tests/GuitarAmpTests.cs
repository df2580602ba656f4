using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.GuitarAmp;
using Xunit;

namespace NetCompiler.Samples.Tests;

public sealed class GuitarAmpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_option_is_read()
    {
        GuitarAmpOptions? read = null;
        int code = await GuitarAmpCommand.Create((options, _) =>
        {
            read = options;
            return 5;
        }).Parse(["--seconds", "2.5", "--epochs", "3", "--seed", "7", "--workers", "1", "--output", _folder.Path]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(5, code);
        Assert.Equal((2.5, 3, 7, 1, _folder.Path), (read!.Seconds, read.Epochs, read.Seed, read.Workers, read.Output.FullName));
    }

    [Theory]
    [InlineData("--epochs", "0")]
    [InlineData("--seconds", "0.5")]
    [InlineData("--workers", "0")]
    [InlineData("--output", "no/such/folder")]
    public void Options_out_of_range_are_refused(string option, string value) => Assert.NotEmpty(GuitarAmpCommand.Create((_, _) => 0).Parse([option, value]).Errors);

    [Fact]
    public void A_short_training_learns_most_of_the_amplifier_and_its_stream_is_its_sequence()
    {
        var options = new GuitarAmpOptions(Seconds: 3, Epochs: 16, Seed: 1, Workers: 1, new DirectoryInfo(_folder.Path));
        Amp network = Experiment.Train(options, _ => { }, TestContext.Current.CancellationToken);
        float[] guitar = Guitar.Play(1, seed: 9);
        var played = new float[guitar.Length];
        Experiment.Play(network, guitar, played);
        Assert.InRange(Experiment.ErrorToSignal(Amplifier.Process(guitar), played), 0, 0.3);

        var whole = new float[Amp.OutputLength];
        network.Forward(guitar.AsSpan(0, Amp.InputLength), whole);
        Assert.All(whole.Zip(played), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void A_run_writes_three_sounds_and_the_weights()
    {
        var lines = new List<string>();
        var options = new GuitarAmpOptions(Seconds: 1, Epochs: 1, Seed: 2, Workers: 1, new DirectoryInfo(_folder.Path));
        Experiment.Run(options, lines.Add, CancellationToken.None);

        Assert.Contains(lines, line => line.Contains("error-to-signal ratio"));
        Assert.Contains(lines, line => line.Contains("real-time factor"));
        Assert.Equal(["amp.safetensors", "amplifier.wav", "guitar.wav", "network.wav"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        byte[] sound = File.ReadAllBytes(Path.Combine(_folder.Path, "guitar.wav"));
        Assert.Equal("RIFF"u8, sound.AsSpan(0, 4));
        Assert.Equal(sound.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(sound.AsSpan(4)));
        Assert.Equal(Guitar.SampleRate, BinaryPrimitives.ReadInt32LittleEndian(sound.AsSpan(24)));
        Assert.Equal(8 * Guitar.SampleRate * 2, BinaryPrimitives.ReadInt32LittleEndian(sound.AsSpan(40)));
        Assert.Equal(44 + (8 * Guitar.SampleRate * 2), sound.Length);
    }

    [Fact]
    public void A_sound_has_sixteen_bits_and_is_clipped()
    {
        string path = Path.Combine(_folder.Path, "a.wav");
        WavFile.Write(path, [0f, 0.5f, -1f, 3f], 8000);
        short[] samples = [.. Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadInt16LittleEndian(File.ReadAllBytes(path).AsSpan(44 + (2 * i))))];
        Assert.Equal([0, 16384, -32767, 32767], samples);
    }

    [Fact]
    public void The_amplifier_takes_constants_away_and_clips()
    {
        float[] constant = Amplifier.Process([.. Enumerable.Repeat(0.3f, Guitar.SampleRate / 2)]);
        Assert.Equal(0, constant[^1], 1e-4);
        float[] tone = Amplifier.Process([.. Enumerable.Range(0, 4800).Select(i => MathF.Sin(i * 2 * MathF.PI * 440 / Guitar.SampleRate))]);
        Assert.InRange(tone.Max(), 0.4f, 0.7f);
    }
}
