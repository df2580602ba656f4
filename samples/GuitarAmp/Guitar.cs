using System;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>Plucked strings by Karplus and Strong, 1983: noise that goes round in a delay as long as the period, averaged on its way.</summary>
internal static class Guitar
{
    /// <summary>Samples in a second.</summary>
    public const int SampleRate = 48_000;

    private const double Damping = 0.996;

    // Semitones above E2 of an open position, plucked one after the other and together.
    private static readonly int[][] s_chords = [[0, 7, 12], [5, 12, 17, 21], [3, 10, 15, 19], [12, 19, 24, 28], [7], [24], [10, 17]];

    /// <summary>Plays.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="seed">Which chords, how strong and when.</param>
    /// <returns>Samples between about -1 and 1.</returns>
    public static float[] Play(double seconds, int seed)
    {
        var random = new Random(seed);
        var signal = new float[(int)(seconds * SampleRate)];
        for (int start = 0; start < signal.Length; start += SampleRate / 4 * random.Next(1, 4))
        {
            double strength = 0.1 + (0.5 * random.NextDouble());
            foreach (int semitones in s_chords[random.Next(s_chords.Length)])
            {
                Pluck(signal.AsSpan(Math.Min(signal.Length, start + random.Next(1500))), 82.4069 * Math.Pow(2, semitones / 12.0), strength, random);
            }
        }

        return signal;
    }

    private static void Pluck(Span<float> signal, double frequency, double strength, Random random)
    {
        var delay = new double[(int)Math.Round(SampleRate / frequency)];
        for (int i = 0; i < delay.Length; i++)
        {
            delay[i] = strength * ((2 * random.NextDouble()) - 1);
        }

        // A finger is soft: the noise is smoothed before it goes round.
        for (int pass = 0; pass < 3; pass++)
        {
            for (int i = 0; i < delay.Length; i++)
            {
                delay[i] = 0.5 * (delay[i] + delay[(i + 1) % delay.Length]);
            }
        }

        int at = 0;
        for (int i = 0; i < Math.Min(signal.Length, 2 * SampleRate); i++)
        {
            int next = at + 1 == delay.Length ? 0 : at + 1;
            signal[i] += (float)delay[at];
            delay[at] = Damping * 0.5 * (delay[at] + delay[next]);
            at = next;
        }
    }
}
