using System;

namespace NetCompiler;

/// <summary>
/// Random numbers by their place in a stream rather than by order of asking: the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014) over a key and a counter. Integer arithmetic only: the same bits on every machine.
/// </summary>
internal static class CounterGenerator
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>Makes the key of a stream from two numbers.</summary>
    public static ulong Key(ulong seed, ulong stream) => Mix(Mix(seed + Increment) ^ stream);

    /// <summary>The 64 bits at a place of a stream.</summary>
    public static ulong Bits(ulong key, ulong counter) => Mix(key + ((counter + 1) * Increment));

    /// <summary>A number from 0, inclusive, to 1, exclusive, in steps of 2^-53.</summary>
    public static double Uniform(ulong key, ulong counter) => (Bits(key, counter) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from the standard normal distribution, by Box and Muller (1958): two uniform draws make one value, so that each place stands alone.</summary>
    public static double Normal(ulong key, ulong counter)
    {
        // 1 - u is above zero, as the logarithm needs.
        double radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Uniform(key, 2 * counter)));
        return radius * Math.Cos(2.0 * Math.PI * Uniform(key, (2 * counter) + 1));
    }

    /// <summary>An integer from 0 to <paramref name="bound"/> - 1.</summary>
    public static int Below(int bound, ulong key, ulong counter) => (int)Math.BigMul(Bits(key, counter), (ulong)(uint)bound, out _);

    /// <summary>The 64-bit FNV-1a hash of a name's characters: stable across runs, unlike <see cref="object.GetHashCode"/>.</summary>
    public static ulong Hash(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char character in name)
        {
            hash = unchecked((hash ^ (byte)character) * 0x100000001B3);
            hash = unchecked((hash ^ (byte)(character >> 8)) * 0x100000001B3);
        }

        return hash;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
