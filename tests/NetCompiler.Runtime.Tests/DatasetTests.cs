using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Datasets, their parts, and the gathering of batches.</summary>
public sealed class DatasetTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 10)];

    [Fact]
    public void SlicesAreViews()
    {
        Dataset data = Dataset.Of([.. Enumerable.Range(0, 20).Select(value => (float)value)], Labels);
        Dataset slice = data.Slice(2, 6).Slice(1, 3);
        Assert.Equal([3, 4, 5], LabelsOf(slice));
        Assert.Equal([0, 1, 2, 3], LabelsOf(data.Take(4)));
        float[] input = new float[2];
        slice.CopyInput(1, input);
        Assert.Equal([8, 9], input);
        Assert.Same(data.Inputs[0], slice.Inputs[0]);
    }

    [Fact]
    public void SplitsHoldEverySampleOnce()
    {
        Dataset data = Dataset.Of(new float[10], Labels);
        (Dataset first, Dataset second) = data.Split(0.7);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], LabelsOf(first));
        Assert.Equal([7, 8, 9], LabelsOf(second));

        (first, second) = data.Split(0.7, seed: 1);
        Assert.Equal((7, 3), (first.Count, second.Count));
        Assert.Equal(Labels, LabelsOf(first).Concat(LabelsOf(second)).Order());
        Assert.NotEqual(Labels, LabelsOf(first).Concat(LabelsOf(second)));
        Assert.Equal(LabelsOf(first), LabelsOf(data.Split(0.7, seed: 1).First));
        Assert.NotEqual(LabelsOf(first), LabelsOf(data.Split(0.7, seed: 2).First));

        // A part of a part, and a split of a part that is out of order.
        Dataset inner = first.Slice(2, 4);
        (Dataset left, Dataset right) = inner.Split(0.5, seed: 3);
        Assert.Equal(LabelsOf(inner).Order(), LabelsOf(left).Concat(LabelsOf(right)).Order());
        Assert.Equal((1, 9), (data.Split(0.001).First.Count, data.Split(0.001).Second.Count));
        Assert.Equal(1, data.Split(0.999).Second.Count);
    }

    [Fact]
    public void ShufflesAreFair()
    {
        // Where the first of four samples ends up, over 4,000 keys: each place about 1,000 times.
        int[] counts = new int[4];
        int[] order = new int[4];
        for (int key = 0; key < 4000; key++)
        {
            SampleOrder.Shuffle(order, CounterGenerator.Key(7, (ulong)key));
            counts[Array.IndexOf(order, 0)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 860, 1140));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(784)]
    public void BytesBecomeScaledFloats(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, 2 * length).Select(index => (byte)(255 - ((index * 7) % 256)))];
        Dataset data = Dataset.Of(bytes, 0.3f, -1.7f, [0, 1]);
        float[] actual = new float[length];
        data.CopyInput(1, actual);
        for (int index = 0; index < length; index++)
        {
            float product = bytes[length + index] * 0.3f;
            Assert.Equal(product + -1.7f, actual[index]);
        }
    }

    [Fact]
    public void BatchesTakeEveryElementTypeThatANetworkMay()
    {
        float[] floats = [1, 2, 3, 4];
        byte[] bytes = [5, 6, 7, 8];
        int[] integers = [9, 10, 11, 12];
        Assert.Equal([3, 4], Gathered(ElementType.Float32, DataTensor.Of(floats, 2)).AsSingle().ToArray());
        Assert.Equal([2.5f, 3], Gathered(ElementType.Float32, DataTensor.Of(bytes, 2, 0.5f, -1)).AsSingle().ToArray());
        Assert.Equal([3, 4], Gathered(ElementType.Float64, DataTensor.Of(floats, 2)).AsDouble().ToArray());
        Assert.Equal([2.5, 3], Gathered(ElementType.Float64, DataTensor.Of(bytes, 2, 0.5f, -1)).AsDouble().ToArray());
        Assert.Equal([11, 12], Gathered(ElementType.Int32, DataTensor.Of(integers, 2)).AsInt32().ToArray());
        Assert.Equal([7, 8], Gathered(ElementType.Int32, DataTensor.Of(bytes, 2)).AsInt32().ToArray());
        Assert.Equal([7, 8], Gathered(ElementType.UInt8, DataTensor.Of(bytes, 2)).AsByte().ToArray());
        Assert.False(DataTensor.Of(integers).CanRead(ElementType.Float32));
        Assert.False(DataTensor.Of(floats, 1).CanRead(ElementType.Int32));
        Assert.False(DataTensor.Of(floats, 1).CanRead(ElementType.UInt8));
        Assert.False(DataTensor.Of(integers).CanRead(ElementType.UInt8));

        static TensorSlot Gathered(ElementType type, DataTensor data)
        {
            var tensor = new BatchTensor(new TensorDescription("x", [2], type, 0), 3);
            tensor.Gather(data, [1], 2);
            return tensor.Slot(2, 1);
        }
    }

    [Fact]
    public void BatchesFollowTheOrder()
    {
        Dataset data = Dataset.Of([.. Enumerable.Range(0, 50).Select(value => (float)value)], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
        var buffers = new BatchBuffers(SmallNetwork<Batch4>.Description, 3);
        buffers.Gather(data, [9, 4, 0, 7, 2], 2, 0, 3);
        StepArguments arguments = default;
        buffers.SetSlots(ref arguments, 0, 3);
        Assert.Equal([0, 1, 2, 3, 4, 35, 36, 37, 38, 39, 10, 11, 12, 13, 14], arguments[0].AsSingle().ToArray());
        Assert.Equal([0, 1, 2], arguments[1].AsInt32().ToArray());
        Assert.Equal(9, arguments[2].Length);
        buffers.SetSlots(ref arguments, 1, 2);
        Assert.Equal([1, 2], arguments[1].AsInt32().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SamplesAreGatheredWhereverTheyLie(int length)
    {
        int[] values = [.. Enumerable.Range(0, 8 * length)];
        DataTensor integers = DataTensor.Of(values, length);
        DataTensor floats = DataTensor.Of([.. values.Select(value => (float)value)], length);
        DataTensor bytes = DataTensor.Of([.. values.Select(value => (byte)value)], length);

        // Neighbours; neighbours in appearance from the ends; backwards; the same sample twice; none.
        foreach (int[] samples in new int[][] { [2, 3, 4, 5], [2, 4, 3, 5], [5, 4, 3, 2], [7, 0, 7, 1], [6], [] })
        {
            int[] expected = [.. samples.SelectMany(sample => Enumerable.Range(sample * length, length))];
            int[] gathered = new int[expected.Length];
            float[] gatheredFloats = new float[expected.Length];
            byte[] gatheredBytes = new byte[expected.Length];
            integers.Gather(samples, gathered);
            floats.Gather(samples, gatheredFloats);
            bytes.Gather(samples, gatheredBytes);
            Assert.Equal(expected, gathered);
            Assert.Equal(expected.Select(value => (float)value), gatheredFloats);
            Assert.Equal(expected.Select(value => (byte)value), gatheredBytes);
        }
    }

    [Fact]
    public void SeveralInputsAndTargetsBelongTogether()
    {
        var data = new Dataset([DataTensor.Of(new float[6], 2), DataTensor.Of(new byte[3], 1)], [DataTensor.Of(new int[3]), DataTensor.Of(new float[12], 4)]);
        Assert.Equal(3, data.Count);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Dataset([DataTensor.Of(new float[6], 2)], [DataTensor.Of(new int[3]), DataTensor.Of(new int[4])]));
        Assert.Contains("has 3 samples and target 1 has 4", exception.Message);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        Dataset data = Dataset.Of(new float[10], Labels);
        Assert.Throws<ArgumentException>(() => Dataset.Of(new float[11], new int[3]));
        Assert.Throws<ArgumentException>(() => Dataset.Of(Array.Empty<float>(), new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Of(new float[11], Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => Dataset.Of(new float[12], new float[5], 3));
        Assert.Throws<ArgumentException>(() => new Dataset([], []));
        Assert.Throws<ArgumentException>(() => DataTensor.Of(new float[5], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataTensor.Of(new float[5], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(double.NaN));
        Assert.Throws<InvalidOperationException>(() => data.Take(1).Split(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Label(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Label(0, 1));
        Assert.Throws<InvalidOperationException>(() => Dataset.Of(new float[3], new float[3]).Label(0));
        Assert.Throws<ArgumentException>(() => data.CopyInput(0, new float[2]));
    }

    private static IEnumerable<int> LabelsOf(Dataset data) => Enumerable.Range(0, data.Count).Select(sample => data.Label(sample));
}
