using System;
using System.IO;
using NetCompiler.Samples.Data;
using Xunit;

namespace NetCompiler.Sequences.Tests;

/// <summary>Files of labelled time series, and what is wrong with them.</summary>
public sealed class TimeSeriesFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Cases_are_read_step_by_step()
    {
        TimeSeriesFile file = Read("# a comment\n@problemName Two\n@timeStamps false\n@missing false\n@classLabel true b a\n@data\n1,2,3:10,20,30:a\n\n-0.5:4e1:b\n");

        Assert.Equal(2, file.Features);
        Assert.Equal(3, file.Steps);
        Assert.Equal(["b", "a"], file.Classes);
        Assert.Equal([1, 0], file.Labels);
        Assert.Equal([1f, 10, 2, 20, 3, 30], file.Series[0]);
        Assert.Equal([-0.5f, 40], file.Series[1]);
        Assert.Equal([1.375f, 25], file.Statistics().Means);
    }

    [Theory]
    [InlineData("@data\n1:a\n", "line 1: there is no @classLabel before @data")]
    [InlineData("@classLabel false\n@data\n1:a\n", "line 1: the cases have no classes")]
    [InlineData("@missing true\n", "line 1: @missing true: only values")]
    [InlineData("@classLabel true a\n@data\n", "line 2: there is no case")]
    [InlineData("@classLabel true a\n@data\n1,2:c\n", "line 3: 'c' is not one of the classes a")]
    [InlineData("@classLabel true a\n@data\n1,2:3:a\n", "line 3: channel 1 has 1 values and channel 0 has 2")]
    [InlineData("@classLabel true a\n@data\n1,2:a\n1:2:a\n", "line 4: 2 channels, and 1 belong to a case")]
    [InlineData("@classLabel true a\n@data\n1,?:a\n", "line 3: value 1 of channel 0 is '?', which is no number")]
    public void Mistakes_are_named_with_their_line(string text, string message)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.Contains(_path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private TimeSeriesFile Read(string text)
    {
        File.WriteAllText(_path, text);
        return TimeSeriesFile.Read(_path);
    }
}
