using System;

namespace NetCompiler.Data;

/// <summary>The order in which samples are visited.</summary>
internal static class SampleOrder
{
    /// <summary>The stream of random numbers that deals samples out to parts of a dataset; epochs count up from 0.</summary>
    public const ulong SplitStream = ulong.MaxValue;

    /// <summary>Writes the numbers from 0 on.</summary>
    public static void Fill(Span<int> order)
    {
        for (int index = 0; index < order.Length; index++)
        {
            order[index] = index;
        }
    }

    /// <summary>Writes the numbers from 0 on in random order (Fisher and Yates, in the form of Durstenfeld 1964): a function of the key alone.</summary>
    public static void Shuffle(Span<int> order, ulong key)
    {
        Fill(order);
        for (int last = order.Length - 1; last > 0; last--)
        {
            int other = CounterGenerator.Below(last + 1, key, (ulong)last);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }
}
