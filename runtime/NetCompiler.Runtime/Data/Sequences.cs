using System;
using System.Collections.Generic;

namespace NetCompiler.Data;

/// <summary>Makes datasets of sequences: of mixed lengths padded to a network's steps, windows over a series, and windows of tokens.</summary>
public static class Sequences
{
    /// <summary>Puts sequences of mixed lengths side by side, each followed by zeros up to the network's steps.</summary>
    /// <param name="sequences">Each row-major, steps x features; copied.</param>
    /// <param name="features">Numbers in a step, at least 1.</param>
    /// <param name="steps">Steps of the network's input, at least as many as the longest sequence has.</param>
    /// <returns>Samples of steps x features, and how many steps of each count.</returns>
    /// <exception cref="ArgumentException">There is no sequence, or one is empty, no whole number of steps, or longer than <paramref name="steps"/>.</exception>
    public static (DataTensor Values, DataTensor Lengths) Padded(IReadOnlyList<float[]> sequences, int features, int steps)
    {
        (float[] values, int[] lengths) = Pad(sequences, features, steps);
        return (DataTensor.Of(values, checked(steps * features)), DataTensor.Of(lengths));
    }

    /// <summary>Puts sequences of tokens of mixed lengths side by side, each followed by zeros up to the network's steps.</summary>
    /// <param name="sequences">The tokens of each; copied.</param>
    /// <param name="steps">Steps of the network's input, at least as many as the longest sequence has.</param>
    /// <returns>Samples of tokens, and how many of each count.</returns>
    /// <exception cref="ArgumentException">There is no sequence, or one is empty or longer than <paramref name="steps"/>.</exception>
    public static (DataTensor Values, DataTensor Lengths) Padded(IReadOnlyList<int[]> sequences, int steps)
    {
        (int[] values, int[] lengths) = Pad(sequences, 1, steps);
        return (DataTensor.Of(values, steps), DataTensor.Of(lengths));
    }

    /// <summary>A dataset of one input of sequences of mixed lengths, and a class for each.</summary>
    /// <param name="sequences">Each row-major, steps x features; copied.</param>
    /// <param name="features">Numbers in a step, at least 1.</param>
    /// <param name="steps">Steps of the network's input, at least as many as the longest sequence has.</param>
    /// <param name="labels">The class of each sequence; not copied.</param>
    /// <exception cref="ArgumentException">The numbers of sequences and classes differ, or a sequence is empty, no whole number of steps, or longer than <paramref name="steps"/>.</exception>
    public static Dataset Of(IReadOnlyList<float[]> sequences, int features, int steps, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        (DataTensor values, DataTensor lengths) = Padded(sequences, features, steps);
        return new Dataset([values], [DataTensor.Of(labels)], [lengths]);
    }

    private static (T[] Values, int[] Lengths) Pad<T>(IReadOnlyList<T[]> sequences, int features, int steps)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var values = new T[checked(sequences.Count * steps * features)];
        var lengths = new int[sequences.Count];
        for (int index = 0; index < lengths.Length; index++)
        {
            T[] sequence = sequences[index];
            lengths[index] = sequence.Length / features;
            if (sequence.Length == 0 || sequence.Length % features != 0 || lengths[index] > steps)
            {
                throw new ArgumentException($"Sequence {index} has {sequence.Length} elements, which are not 1 to {steps} whole steps of {features}.", nameof(sequences));
            }

            sequence.CopyTo(values.AsSpan(index * steps * features));
        }

        return (values, lengths);
    }
}
