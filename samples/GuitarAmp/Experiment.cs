using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>The whole story: a signal, what an amplifier makes of it, a network that learns the amplifier, and the network in its place.</summary>
internal static class Experiment
{
    /// <summary>Samples that a sound card asks for at once.</summary>
    public const int Block = 64;

    private const double PlayedSeconds = 8;
    private const float LearningRate = 1e-2f;

    /// <summary>Runs it.</summary>
    /// <param name="options">What the command line asks for.</param>
    /// <param name="show">Shows a line.</param>
    /// <param name="cancellation">Ends the training early; what has been learnt then plays.</param>
    public static void Run(GuitarAmpOptions options, Action<string> show, CancellationToken cancellation)
    {
        show(Amp.Summary);
        Amp network = Train(options, show, cancellation);
        float[] guitar = Guitar.Play(PlayedSeconds, options.Seed + 1);
        float[] wanted = Amplifier.Process(guitar);
        var played = new float[guitar.Length];
        long start = Stopwatch.GetTimestamp();
        Play(network, guitar, played);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        show(string.Create(CultureInfo.InvariantCulture, $"a guitar that it has not heard: error-to-signal ratio {100 * ErrorToSignal(wanted, played):0.00} %"));
        show(string.Create(
            CultureInfo.InvariantCulture,
            $"{PlayedSeconds:0} s of sound in blocks of {Block} took {time.TotalMilliseconds:0} ms: real-time factor {time.TotalSeconds / PlayedSeconds:0.0000}"));
        string weights = Path.Combine(options.Output.FullName, "amp.safetensors");
        network.Save(weights);
        show("weights saved to " + weights);
        foreach ((string name, float[] signal) in new[] { ("guitar.wav", guitar), ("amplifier.wav", wanted), ("network.wav", played) })
        {
            string path = Path.Combine(options.Output.FullName, name);
            WavFile.Write(path, signal, Guitar.SampleRate);
            show("written: " + path);
        }
    }

    /// <summary>Trains a network on a guitar and what the amplifier makes of it.</summary>
    public static Amp Train(GuitarAmpOptions options, Action<string> show, CancellationToken cancellation)
    {
        const int Steps = Amp.InputLength;
        float[] guitar = Guitar.Play(options.Seconds, options.Seed);
        float[] amplified = Amplifier.Process(guitar);
        int count = guitar.Length / Steps;
        Dataset pieces = Dataset.Of(guitar[..(count * Steps)], amplified[..(count * Steps)], count);
        var network = new Amp(options.Seed);
        var trainer = new Trainer<Amp>(network)
        {
            Optimizer = new Adam(LearningRate),
            Schedule = new Warmup(50, new CosineAnnealingLR(minimumRate: 0.1 * LearningRate) { Unit = ScheduleUnit.Step }),
            Epochs = options.Epochs,
            BatchSize = Amp.Batch,
            Workers = options.Workers,
            Seed = options.Seed,
            ClipNorm = 1f,
            Progress = new EpochView(options.Epochs, show),
        };
        trainer.Fit(pieces, cancellation: cancellation);
        return network;
    }

    /// <summary>Plays a signal through the network as a sound card would ask for it.</summary>
    public static void Play(Amp network, ReadOnlySpan<float> signal, Span<float> output)
    {
        network.ResetState();
        for (int from = 0; from < signal.Length; from += Block)
        {
            int count = Math.Min(Block, signal.Length - from);
            network.StepBlock(signal.Slice(from, count), count, output.Slice(from, count));
        }
    }

    /// <summary>Σ (y - ŷ)² / Σ y²: 0 is perfect, 1 is silence.</summary>
    public static double ErrorToSignal(ReadOnlySpan<float> wanted, ReadOnlySpan<float> given)
    {
        double error = 0;
        double signal = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            error += Math.Pow(wanted[i] - given[i], 2);
            signal += Math.Pow(wanted[i], 2);
        }

        return error / signal;
    }

    // Some epochs, as they end.
    private sealed class EpochView(int epochs, Action<string> show) : IProgress<TrainingProgress>
    {
        private readonly int _every = Math.Max(1, epochs / 20);

        public void Report(TrainingProgress value)
        {
            if (value.EpochCompleted && value.Epoch % _every == 0)
            {
                show(string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}: mean square {value.Loss:0.000000}, {value.SamplesPerSecond * Amp.InputLength / Guitar.SampleRate:0} s of sound a second"));
            }
        }
    }
}
