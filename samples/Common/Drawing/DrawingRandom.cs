using System;

namespace NetCompiler.Samples.Drawing;

/// <summary>
/// A stream of random numbers that depends on its key alone (SplitMix64, Steele, Lea and Flood 2014), so that every image has a stream
/// of its own and images may be drawn in any order, on any number of threads.
/// </summary>
internal struct DrawingRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>The stream of one image.</summary>
    /// <param name="seed">Chosen by the user.</param>
    /// <param name="split">Which of the splits is drawn: the same seed gives other images in another split.</param>
    /// <param name="image">Index of the image in its split.</param>
    public DrawingRandom(int seed, int split, int image)
    {
        _state = Mix(Mix(Mix((uint)seed) + (uint)split) + (uint)image);
    }

    /// <summary>Uniform in [0, 1), with 24 bits.</summary>
    public float Uniform()
    {
        _state += Increment;
        return (Mix(_state) >> 40) * (1f / (1 << 24));
    }

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Uniform(float low, float high) => low + ((high - low) * Uniform());

    /// <summary>Uniform among 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>Normal with mean 0, cut at two and a half deviations: no image is distorted beyond recognition.</summary>
    /// <param name="deviation">The standard deviation before the cut.</param>
    public float Normal(float deviation)
    {
        float value;
        do
        {
            // Box and Muller 1958; 1 - u keeps the logarithm's argument above 0.
            float radius = MathF.Sqrt(-2f * MathF.Log(1f - Uniform()));
            value = radius * MathF.Cos(2f * MathF.PI * Uniform());
        }
        while (MathF.Abs(value) > 2.5f);

        return value * deviation;
    }

    private static ulong Mix(ulong value)
    {
        value += Increment;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
