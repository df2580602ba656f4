using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace NetCompiler.Data;

/// <summary>
/// Samples in memory: the inputs and targets of a network, in its order of declaration. Parts of a dataset (<see cref="Slice"/>,
/// <see cref="Split"/>) read the same arrays.
/// </summary>
public sealed class Dataset
{
    private readonly int[]? _samples;
    private readonly int _start;

    /// <summary>Puts inputs and targets together.</summary>
    /// <param name="inputs">The inputs, in the order in which the network declares them.</param>
    /// <param name="targets">The targets, in the order in which the network's losses first use them; none for data to infer on.</param>
    /// <exception cref="ArgumentException">There is no tensor, or their numbers of samples differ.</exception>
    public Dataset(IReadOnlyList<DataTensor> inputs, IReadOnlyList<DataTensor> targets)
        : this(inputs, targets, [])
    {
    }

    /// <summary>Puts inputs and targets of sequences together with how many of their steps count.</summary>
    /// <param name="inputs">The inputs, in the order in which the network declares them; sequences are padded to the network's steps (<see cref="Sequences"/>).</param>
    /// <param name="targets">The targets, in the order in which the network's losses first use them; none for data to infer on.</param>
    /// <param name="lengths">
    /// For each sequence input that has lengths of its own, in order of declaration, one integer a sample, 1 to the steps; none where every sample has all steps.
    /// </param>
    /// <exception cref="ArgumentException">There is no tensor, their numbers of samples differ, or lengths are not one integer a sample.</exception>
    public Dataset(IReadOnlyList<DataTensor> inputs, IReadOnlyList<DataTensor> targets, IReadOnlyList<DataTensor> lengths)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(lengths);
        Inputs = [.. inputs];
        Targets = [.. targets];
        Lengths = [.. lengths];
        DataTensor[] all = [.. inputs, .. targets, .. lengths];
        if (all.Length == 0)
        {
            throw new ArgumentException("A dataset has at least one input or target.");
        }

        Count = all[0].Count;
        for (int index = 0; index < all.Length; index++)
        {
            if (all[index].Count != Count)
            {
                string what = index < inputs.Count ? $"input {index}" : index < inputs.Count + targets.Count ? $"target {index - inputs.Count}" : $"lengths {index - inputs.Count - targets.Count}";
                throw new ArgumentException($"The first tensor of the dataset has {Count} samples and {what} has {all[index].Count}.");
            }
        }

        foreach (DataTensor tensor in lengths)
        {
            if (tensor.Type != ElementType.Int32 || tensor.SampleLength != 1)
            {
                throw new ArgumentException($"Lengths are one integer a sample, and these have {tensor.SampleLength} elements of {tensor.Type}.", nameof(lengths));
            }
        }
    }

    /// <summary>Some samples of a dataset, in an order.</summary>
    /// <param name="whole">The dataset, whose arrays are read.</param>
    /// <param name="samples">Where each sample lies in the arrays; null for their own order.</param>
    /// <param name="start">The first, counted in <paramref name="samples"/> or the arrays.</param>
    /// <param name="count">Number of samples.</param>
    internal Dataset(Dataset whole, int[]? samples, int start, int count)
    {
        Inputs = whole.Inputs;
        Targets = whole.Targets;
        Lengths = whole.Lengths;
        _samples = samples;
        _start = start;
        Count = count;
    }

    /// <summary>The same samples with other targets.</summary>
    private Dataset(Dataset samples, IReadOnlyList<DataTensor> targets)
        : this(samples, samples._samples, samples._start, samples.Count) => Targets = targets;

    /// <summary>The inputs, with all the samples that the dataset's arrays hold.</summary>
    public IReadOnlyList<DataTensor> Inputs { get; }

    /// <summary>The targets, with all the samples that the dataset's arrays hold.</summary>
    public IReadOnlyList<DataTensor> Targets { get; }

    /// <summary>How many steps of each sequence count, with all the samples that the dataset's arrays hold; empty where every sample has all steps.</summary>
    public IReadOnlyList<DataTensor> Lengths { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>A dataset of one float input and class indices.</summary>
    /// <param name="inputs">labels.Length samples, row-major; not copied.</param>
    /// <param name="labels">The class of each sample; not copied.</param>
    /// <exception cref="ArgumentException">The inputs are not a whole number of elements a sample.</exception>
    public static Dataset Of(float[] inputs, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        return new Dataset([DataTensor.Of(inputs, SampleLength(inputs.Length, labels.Length))], [DataTensor.Of(labels)]);
    }

    /// <summary>A dataset of one input of doubles and class indices.</summary>
    /// <inheritdoc cref="Of(float[], int[])"/>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public static Dataset Of(double[] inputs, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        return new Dataset([DataTensor.Of(inputs, SampleLength(inputs.Length, labels.Length))], [DataTensor.Of(labels)]);
    }

    /// <summary>A dataset of one input of bytes, as they are, and class indices: for a network whose input is of bytes.</summary>
    /// <param name="pixels">labels.Length samples, row-major; not copied.</param>
    /// <param name="labels">The class of each sample; not copied.</param>
    /// <exception cref="ArgumentException">The inputs are not a whole number of elements a sample.</exception>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public static Dataset Of(byte[] pixels, int[] labels) => Of(pixels, 1, 0, labels);

    /// <summary>A dataset of one input of bytes, read as value * scale, and class indices.</summary>
    /// <param name="pixels">labels.Length samples, row-major; not copied.</param>
    /// <param name="scale">The factor: 1f / 255 for pixels from 0 to 1.</param>
    /// <param name="labels">The class of each sample; not copied.</param>
    /// <exception cref="ArgumentException">The inputs are not a whole number of elements a sample.</exception>
    public static Dataset Of(byte[] pixels, float scale, int[] labels) => Of(pixels, scale, 0, labels);

    /// <summary>A dataset of one input of bytes, read as value * scale + offset, and class indices.</summary>
    /// <param name="pixels">labels.Length samples, row-major; not copied.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added to the product: -mean / deviation where the scale is 1 / (255 * deviation).</param>
    /// <param name="labels">The class of each sample; not copied.</param>
    /// <exception cref="ArgumentException">The inputs are not a whole number of elements a sample.</exception>
    public static Dataset Of(byte[] pixels, float scale, float offset, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        return new Dataset([DataTensor.Of(pixels, SampleLength(pixels.Length, labels.Length), scale, offset)], [DataTensor.Of(labels)]);
    }

    /// <summary>A dataset of one float input and one number as target.</summary>
    /// <param name="inputs">targets.Length samples, row-major; not copied.</param>
    /// <param name="targets">One number a sample; not copied.</param>
    /// <exception cref="ArgumentException">The inputs are not a whole number of elements a sample.</exception>
    public static Dataset Of(float[] inputs, float[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return Of(inputs, targets, targets.Length);
    }

    /// <summary>A dataset of one float input and one float target.</summary>
    /// <param name="inputs">The samples' inputs, row-major; not copied.</param>
    /// <param name="targets">The samples' targets, row-major; not copied.</param>
    /// <param name="count">Number of samples.</param>
    /// <exception cref="ArgumentException">An array is not a whole number of elements a sample.</exception>
    public static Dataset Of(float[] inputs, float[] targets, int count)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new Dataset(
            [DataTensor.Of(inputs, SampleLength(inputs.Length, count))],
            [DataTensor.Of(targets, SampleLength(targets.Length, count))]);
    }

    /// <summary>A dataset of one input of doubles and one number as target.</summary>
    /// <inheritdoc cref="Of(float[], float[])"/>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public static Dataset Of(double[] inputs, double[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return Of(inputs, targets, targets.Length);
    }

    /// <summary>A dataset of one input and one target of doubles.</summary>
    /// <inheritdoc cref="Of(float[], float[], int)"/>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public static Dataset Of(double[] inputs, double[] targets, int count)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new Dataset(
            [DataTensor.Of(inputs, SampleLength(inputs.Length, count))],
            [DataTensor.Of(targets, SampleLength(targets.Length, count))]);
    }

    /// <summary>The dataset with one more target: the weight of each sample, for a network whose losses have a <see cref="LossAttribute.SampleWeight"/>, or which has one itself.</summary>
    /// <param name="weights">One number a sample, in the order of this dataset's arrays; not copied.</param>
    /// <returns>A dataset that reads the same arrays, and these weights as its last target.</returns>
    /// <exception cref="ArgumentException">There are not as many weights as the arrays hold samples.</exception>
    public Dataset WithSampleWeights(float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return WithSampleWeights(DataTensor.Of(weights, 1));
    }

    /// <summary>The dataset with one more target of doubles: the weight of each sample.</summary>
    /// <inheritdoc cref="WithSampleWeights(float[])"/>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public Dataset WithSampleWeights(double[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return WithSampleWeights(DataTensor.Of(weights, 1));
    }

    /// <summary>A part of the dataset, in its order.</summary>
    /// <param name="start">First sample, 0 or more.</param>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the dataset.</exception>
    public Dataset Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new Dataset(this, _samples, _start + start, count);
    }

    /// <summary>The first samples.</summary>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dataset has fewer.</exception>
    public Dataset Take(int count) => Slice(0, count);

    /// <summary>Divides the dataset in two.</summary>
    /// <param name="fraction">The share of the first part, above 0 and below 1; both parts get at least one sample.</param>
    /// <param name="seed">Deals the samples out at random, the same way for the same seed; null leaves them in their order.</param>
    /// <returns>The two parts; together they hold every sample once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    /// <exception cref="InvalidOperationException">There is only one sample.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, int? seed = null)
    {
        if (!(fraction is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The first part's share is above 0 and below 1.");
        }

        if (Count < 2)
        {
            throw new InvalidOperationException("A dataset of one sample cannot be divided.");
        }

        int first = Math.Clamp((int)Math.Round(fraction * Count), 1, Count - 1);
        if (seed is null)
        {
            return (Slice(0, first), Slice(first, Count - first));
        }

        int[] samples = new int[Count];
        SampleOrder.Shuffle(samples, CounterGenerator.Key((ulong)(uint)seed.Value, SampleOrder.SplitStream));
        for (int index = 0; index < samples.Length; index++)
        {
            samples[index] = SampleAt(samples[index]);
        }

        return (new Dataset(this, samples, 0, first), new Dataset(this, samples, first, Count - first));
    }

    /// <summary>Copies an input of a sample, as the floats that a network sees.</summary>
    /// <param name="sample">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives the elements; exactly one sample long.</param>
    /// <param name="input">Which input.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or input.</exception>
    /// <exception cref="ArgumentException">The destination has another length, or the input holds integers.</exception>
    public void CopyInput(int sample, Span<float> destination, int input = 0)
    {
        DataTensor tensor = Tensor(Inputs, input, nameof(input));
        RequireSample(sample);
        if (destination.Length != tensor.SampleLength || !tensor.CanRead(ElementType.Float32))
        {
            throw new ArgumentException($"Input {input} of the dataset has {tensor.SampleLength} elements of {tensor.Type} a sample, and the destination {destination.Length} floats.", nameof(destination));
        }

        tensor.CopyTo(SampleAt(sample), destination);
    }

    /// <summary>Copies an input of a sample, as the doubles that a network of doubles sees.</summary>
    /// <param name="sample">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives the elements; exactly one sample long.</param>
    /// <param name="input">Which input.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or input.</exception>
    /// <exception cref="ArgumentException">The destination has another length, or the input holds integers.</exception>
    public void CopyInput(int sample, Span<double> destination, int input = 0)
    {
        DataTensor tensor = Tensor(Inputs, input, nameof(input));
        RequireSample(sample);
        if (destination.Length != tensor.SampleLength || !tensor.CanRead(ElementType.Float64))
        {
            throw new ArgumentException($"Input {input} of the dataset has {tensor.SampleLength} elements of {tensor.Type} a sample, and the destination {destination.Length} doubles.", nameof(destination));
        }

        tensor.CopyTo(SampleAt(sample), destination);
    }

    /// <summary>Copies an input of a sample as the bytes that the data hold.</summary>
    /// <param name="sample">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives the elements; exactly one sample long.</param>
    /// <param name="input">Which input.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or input.</exception>
    /// <exception cref="ArgumentException">The destination has another length, or the input does not hold bytes.</exception>
    public void CopyInput(int sample, Span<byte> destination, int input = 0)
    {
        DataTensor tensor = Tensor(Inputs, input, nameof(input));
        RequireSample(sample);
        if (destination.Length != tensor.SampleLength || tensor.Type != ElementType.UInt8)
        {
            throw new ArgumentException($"Input {input} of the dataset has {tensor.SampleLength} elements of {tensor.Type} a sample, and the destination {destination.Length} bytes.", nameof(destination));
        }

        tensor.Read(tensor.Start(SampleAt(sample)), destination);
    }

    /// <summary>The class of a sample.</summary>
    /// <param name="sample">0 to <see cref="Count"/> - 1.</param>
    /// <param name="target">Which target.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or target.</exception>
    /// <exception cref="InvalidOperationException">The target is not one integer a sample.</exception>
    public int Label(int sample, int target = 0)
    {
        DataTensor tensor = Tensor(Targets, target, nameof(target));
        RequireSample(sample);
        if (tensor.SampleLength != 1 || !tensor.CanRead(ElementType.Int32))
        {
            throw new InvalidOperationException($"Target {target} of the dataset has {tensor.SampleLength} elements of {tensor.Type} a sample: it is no class index.");
        }

        Span<int> label = stackalloc int[1];
        tensor.CopyTo(SampleAt(sample), label);
        return label[0];
    }

    /// <summary>Where a sample lies in the arrays.</summary>
    internal int SampleAt(int index) => _samples is null ? _start + index : _samples[_start + index];

    private Dataset WithSampleWeights(DataTensor weights)
    {
        int samples = (Inputs.Count > 0 ? Inputs[0] : Targets.Count > 0 ? Targets[0] : Lengths[0]).Count;
        return weights.Count == samples
            ? new Dataset(this, [.. Targets, weights])
            : throw new ArgumentException($"There are {weights.Count} weights, and the arrays of the dataset hold {samples} samples: give each its weight.", nameof(weights));
    }

    private static DataTensor Tensor(IReadOnlyList<DataTensor> tensors, int index, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, tensors.Count, name);
        return tensors[index];
    }

    private static int SampleLength(int length, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return length % count == 0 && length > 0
            ? length / count
            : throw new ArgumentException($"{length} elements cannot be divided among {count} samples.");
    }

    private void RequireSample(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, Count);
    }
}
