using System;

namespace NetCompiler.Core.Reference;

/// <summary>
/// The generator of random masks, as a specification that emitted code follows to the bit. It is counter-based: an element of a mask
/// is a function of what it belongs to, so that neither chunks nor workers nor storage change it, and masks are drawn again
/// instead of being kept. All arithmetic is modulo 2^32:
/// <code>
/// Mix(x):  x ^= x >> 16;  x *= 0x7feb352d;  x ^= x >> 15;  x *= 0x846ca68b;  x ^= x >> 16
/// k      = Mix(low half of seed + 0x9E3779B9);  k = Mix(k ^ high half of seed)
/// k      = Mix(k ^ low half of step);           k = Mix(k ^ high half of step)
/// k      = Mix(k ^ key)                                       key of the mask in its program
/// rowKey = Mix(k ^ (firstRow + row))                          the sample's index in the whole batch
/// h      = Mix(rowKey + index * 0x9E3779B9)                   index of the element in its sample, row-major and logical
/// kept   : (h >> 8) &lt; round(keep * 2^24), to even at halves; a kept element is (float)(1 / keep), another 0
/// uniform: ((h >> 8) | 1) / 2^24                              odd: neither 0 nor 1, no rounding, and a mean of 1/2
/// </code>
/// Mix is a bijection with good avalanche: Ellis (skeeto), "Prospecting for Hash Functions", 2018, there called lowbias32.
/// 0x9E3779B9 is 2^32 over the golden ratio, whose multiples are spread evenly (Weyl's sequence).
/// </summary>
internal static class RandomMask
{
    private const uint GoldenRatio = 0x9E3779B9;

    /// <summary>Scrambles 32 bits; different arguments have different results.</summary>
    public static uint Mix(uint x)
    {
        unchecked
        {
            x ^= x >> 16;
            x *= 0x7feb352d;
            x ^= x >> 15;
            x *= 0x846ca68b;
            x ^= x >> 16;
            return x;
        }
    }

    /// <summary>The key of one mask in one step.</summary>
    public static uint MaskKey(ulong seed, long step, int key)
    {
        unchecked
        {
            uint k = Mix((uint)seed + GoldenRatio);
            k = Mix(k ^ (uint)(seed >> 32));
            k = Mix(k ^ (uint)step);
            k = Mix(k ^ (uint)(step >> 32));
            return Mix(k ^ (uint)key);
        }
    }

    /// <summary>The key of one sample: <paramref name="sample"/> is its index in the whole batch, first row plus row.</summary>
    public static uint RowKey(uint maskKey, int sample) => Mix(maskKey ^ unchecked((uint)sample));

    /// <summary>Whether an element is kept. <paramref name="index"/> is its row-major logical index in its sample.</summary>
    public static bool IsKept(uint rowKey, int index, uint threshold) => Bits(rowKey, index) < threshold;

    /// <summary>A number between 0 and 1, neither of which occurs.</summary>
    public static double Uniform(uint rowKey, int index) => (Bits(rowKey, index) | 1) / 16777216.0;

    /// <summary>The bound of <see cref="IsKept"/> for a probability from 0 to 1.</summary>
    public static uint Threshold(double keep) => (uint)Math.Round(keep * 16777216.0);

    /// <summary>What a kept element is: 1 / keep. Kernels round it to the type of the network.</summary>
    public static double KeptValue(double keep) => 1.0 / keep;

    private static uint Bits(uint rowKey, int index) => Mix(unchecked(rowKey + ((uint)index * GoldenRatio))) >> 8;
}
