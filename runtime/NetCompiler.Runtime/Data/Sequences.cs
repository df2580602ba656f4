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

    /// <summary>Puts sequences of doubles of mixed lengths side by side, each followed by zeros up to the network's steps.</summary>
    /// <inheritdoc cref="Padded(IReadOnlyList{float[]}, int, int)"/>
    public static (DataTensor Values, DataTensor Lengths) Padded(IReadOnlyList<double[]> sequences, int features, int steps)
    {
        (double[] values, int[] lengths) = Pad(sequences, features, steps);
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

    /// <summary>A dataset of one input of sequences of doubles of mixed lengths, and a class for each.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{float[]}, int, int, int[])"/>
    public static Dataset Of(IReadOnlyList<double[]> sequences, int features, int steps, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        (DataTensor values, DataTensor lengths) = Padded(sequences, features, steps);
        return new Dataset([values], [DataTensor.Of(labels)], [lengths]);
    }

    /// <summary>
    /// Windows of a text for a network that is to tell what comes next: the input of a sample is some tokens that follow each other, its target at every step the
    /// token behind. For the loss <c>SoftmaxCrossEntropy</c> over the scores of every step.
    /// </summary>
    /// <param name="tokens">The text, as tokens; not copied. At least one more than <paramref name="steps"/>.</param>
    /// <param name="steps">Tokens of a window, at least 1: the steps of the network's input.</param>
    /// <param name="stride">
    /// From the beginning of a window to that of the next, at least 1. With <paramref name="steps"/>, each token is a target once; with less, windows overlap, and a token is
    /// a target several times, each time with another number of tokens before it.
    /// </param>
    /// <returns>As many windows as fit, in the order of the text.</returns>
    /// <exception cref="ArgumentException">The text is not longer than a window.</exception>
    public static Dataset NextTokens(int[] tokens, int steps, int stride)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        RequireText(tokens, steps);
        int count = ((tokens.Length - 1 - steps) / stride) + 1;
        return new Dataset([DataTensor.Windows(tokens, steps, stride, 0, count)], [DataTensor.Windows(tokens, steps, stride, 1, count)]);
    }

    /// <summary>
    /// A text cut into streams that are read side by side: sample k * streams + i is window k of stream i, so that row i of a batch of <paramref name="streams"/> samples goes
    /// on where row i of the batch before ended. Inputs and targets are those of <see cref="NextTokens"/> with windows that do not overlap. For training without shuffling, with state
    /// that is carried from batch to batch (<see cref="LSTMAttribute.Stateful"/>).
    /// </summary>
    /// <param name="tokens">The text, as tokens; not copied.</param>
    /// <param name="steps">Tokens of a window, at least 1: the steps of the network's input.</param>
    /// <param name="streams">How many streams, at least 1: the size of a batch. Each is as many whole windows long as the text has for all.</param>
    /// <exception cref="ArgumentException">The text has less than one window for each stream.</exception>
    public static Dataset Streams(int[] tokens, int steps, int streams)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        RequireText(tokens, steps);
        int windows = (tokens.Length - 1) / steps / streams;
        if (windows == 0)
        {
            throw new ArgumentException($"{tokens.Length} tokens are less than one window of {steps} for each of {streams} streams, and one token more.", nameof(tokens));
        }

        int[] samples = new int[windows * streams];
        for (int sample = 0; sample < samples.Length; sample++)
        {
            samples[sample] = (sample % streams * windows) + (sample / streams);
        }

        return new Dataset(NextTokens(tokens, steps, steps), samples, 0, samples.Length);
    }

    private static void RequireText(int[] tokens, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (tokens.Length <= steps)
        {
            throw new ArgumentException($"{tokens.Length} tokens are less than a window of {steps} and the token behind it.", nameof(tokens));
        }
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
