using System;
using System.Linq;
using NetCompiler.Data;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Windows over a series, and datasets of what comes next in a text.</summary>
public sealed class TokenWindowsTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(100, 14)];

    [Fact]
    public void TheTargetOfATokenIsTheOneBehindIt()
    {
        Dataset data = Sequences.NextTokens(Tokens, steps: 4, stride: 4);

        // The fourth window would need a token behind the last.
        Assert.Equal(3, data.Count);
        Assert.Equal([100, 101, 102, 103], Read(data.Inputs[0], 0));
        Assert.Equal([101, 102, 103, 104], Read(data.Targets[0], 0));
        Assert.Equal([108, 109, 110, 111], Read(data.Inputs[0], 2));
        Assert.Equal([109, 110, 111, 112], Read(data.Targets[0], 2));
    }

    [Fact]
    public void WindowsOverlapWithASmallerStride()
    {
        Dataset data = Sequences.NextTokens(Tokens, steps: 4, stride: 3);

        Assert.Equal(4, data.Count);
        Assert.Equal([109, 110, 111, 112], Read(data.Inputs[0], 3));
        Assert.Equal([110, 111, 112, 113], Read(data.Targets[0], 3));
        Assert.Equal(1, Sequences.NextTokens(Tokens, steps: 13, stride: 1).Count);
        Assert.Equal(13, Sequences.NextTokens(Tokens, steps: 1, stride: 1).Count);
    }

    [Fact]
    public void BatchesAreGatheredFromWindowsInAnyOrder()
    {
        Dataset data = Sequences.NextTokens(Tokens, steps: 4, stride: 3);
        int[] gathered = new int[12];

        data.Targets[0].Gather([2, 0, 1], gathered);

        Assert.Equal([107, 108, 109, 110, 101, 102, 103, 104, 104, 105, 106, 107], gathered);
    }

    [Fact]
    public void StreamsGoOnFromBatchToBatch()
    {
        // Thirteen targets are three windows of four; each of three streams has one, and each of two has one: a stream has whole windows.
        Dataset three = Sequences.Streams([.. Enumerable.Range(0, 26)], steps: 4, streams: 3);
        Assert.Equal(6, three.Count);
        Assert.Equal([0, 8, 16, 4, 12, 20], Enumerable.Range(0, 6).Select(sample => Read(three.Inputs[0], three.SampleAt(sample))[0]));
        Assert.Equal([21, 22, 23, 24], Read(three.Targets[0], three.SampleAt(5)));
        Assert.Equal(2, Sequences.Streams(Tokens, steps: 4, streams: 2).Count);
    }

    [Fact]
    public void WindowsOfFloatsAreThoseOfASeries()
    {
        float[] series = [.. Enumerable.Range(0, 10).Select(value => (float)value)];
        DataTensor windows = DataTensor.Windows(series, sampleLength: 4, stride: 2, first: 1, count: 3);
        float[] gathered = new float[8];

        windows.Gather([2, 1], gathered);

        Assert.Equal([5, 6, 7, 8, 3, 4, 5, 6], gathered);
        double[] doubles = new double[4];
        windows.CopyTo(1, doubles);
        Assert.Equal([3, 4, 5, 6], doubles);
        float[] copied = new float[4];
        new Dataset([windows], []).CopyInput(0, copied);
        Assert.Equal([1, 2, 3, 4], copied);
    }

    [Fact]
    public void WindowsThatDoNotFitAreRefused()
    {
        Refused("14 tokens are less than a window of 14 and the token behind it", () => Sequences.NextTokens(Tokens, 14, 1));
        Refused("14 tokens are less than one window of 4 for each of 4 streams", () => Sequences.Streams(Tokens, 4, 4));
        Refused("3 windows of 4, each 2 behind the one before, from element 3 on, do not lie within 10 elements", () => DataTensor.Windows(new float[10], 4, 2, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.NextTokens(Tokens, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.NextTokens(Tokens, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Streams(Tokens, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataTensor.Windows(Tokens, 4, 1, -1, 1));

        static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static int[] Read(DataTensor tensor, int sample)
    {
        int[] values = new int[tensor.SampleLength];
        tensor.CopyTo(sample, values);
        return values;
    }
}
