using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Samples.Data;
using NetCompiler.Sequences.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Sequences.Tests;

/// <summary>Recurrent networks learn real data: who speaks, what a watch feels, and what comes next.</summary>
public sealed class SeriesTests
{
    [Fact]
    public void Speakers_are_told_apart()
    {
        TimeSeriesFile train = TimeSeriesFile.Read(TestData.Require("ts-JapaneseVowels", "JapaneseVowels_TRAIN.ts"));
        TimeSeriesFile test = TimeSeriesFile.Read(TestData.Require("ts-JapaneseVowels", "JapaneseVowels_TEST.ts"));
        Assert.Equal((270, 370, 12, 29), (train.Series.Count, test.Series.Count, train.Features, test.Steps));
        var trainer = new Trainer<SpeakerNetwork>(new SpeakerNetwork(seed: 1)) { Optimizer = new Adam(5e-3f), Epochs = 30, BatchSize = 30, Workers = 2, ClipNorm = 1 };
        (float[], float[]) statistics = train.Statistics();
        trainer.Fit(train.ToDataset(29, statistics), cancellation: TestContext.Current.CancellationToken);

        Report(trainer.Evaluate(test.ToDataset(29, statistics)).Accuracy!.Value, 0.95f);
    }

    [Fact]
    public void Motions_are_told_apart()
    {
        TimeSeriesFile train = TimeSeriesFile.Read(TestData.Require("ts-BasicMotions", "BasicMotions_TRAIN.ts"));
        TimeSeriesFile test = TimeSeriesFile.Read(TestData.Require("ts-BasicMotions", "BasicMotions_TEST.ts"));
        Assert.Equal((40, 40, 6, 100), (train.Series.Count, test.Series.Count, train.Features, test.Steps));
        var trainer = new Trainer<MotionNetwork>(new MotionNetwork(seed: 1)) { Optimizer = new Adam(5e-3f), Epochs = 60, BatchSize = 20, Workers = 2, ClipNorm = 1 };
        (float[], float[]) statistics = train.Statistics();
        trainer.Fit(train.ToDataset(100, statistics), cancellation: TestContext.Current.CancellationToken);

        Report(trainer.Evaluate(test.ToDataset(100, statistics)).Accuracy!.Value, 0.95f);
    }

    /// <summary>The last 59 years: the error is below that of the year before and that of eleven years before.</summary>
    [Fact]
    public void Sunspots_are_foreseen_better_than_by_last_and_seasonal_values()
    {
        const int Steps = 22;
        const int Cycle = 11;
        const int TestYears = 59;
        float[] years = Column(TestData.Require("sunspots", "sunspots.csv"));
        Assert.Equal(309, years.Length);
        float[] scaled = [.. years.Select(value => value / 100)];
        int windows = years.Length - Steps;
        Dataset data = new([DataTensor.Windows(scaled, Steps, 1, 0, windows)], [DataTensor.Windows(scaled, 1, 1, Steps, windows)]);
        var network = new SunspotNetwork(seed: 1);
        var trainer = new Trainer<SunspotNetwork>(network) { Optimizer = new Adam(5e-3f), Epochs = 150, BatchSize = 32, ClipNorm = 1 };
        trainer.Fit(data.Take(windows - TestYears), cancellation: TestContext.Current.CancellationToken);
        double error = trainer.Evaluate(data.Slice(windows - TestYears, TestYears)).Loss * 100 * 100;

        ReportErrors(error, Naive(years, 1, TestYears), Naive(years, Cycle, TestYears));
    }

    /// <summary>The last two years of days: the error is below that of the day before and that of the year before.</summary>
    [Fact]
    public void Temperatures_are_foreseen_better_than_by_last_and_seasonal_values()
    {
        const int Steps = 28;
        const int Year = 365;
        const int TestDays = 2 * Year;
        float[] days = Column(TestData.Require("daily-min-temperatures", "daily-min-temperatures.csv"));
        Assert.Equal(3650, days.Length);
        float mean = days.AsSpan(0, days.Length - TestDays).ToArray().Average();
        float[] scaled = [.. days.Select(value => (value - mean) / 4)];

        // What a step knows: its day's temperature, and where in the year the day after it lies. The file leaves out the 29th of February.
        float[] steps = [.. scaled.SelectMany((value, day) => new[] { value, MathF.Sin(2 * MathF.PI * (day + 1) / Year), MathF.Cos(2 * MathF.PI * (day + 1) / Year) })];
        int windows = days.Length - Steps;
        Dataset data = new([DataTensor.Windows(steps, 3 * Steps, 3, 0, windows)], [DataTensor.Windows(scaled, 1, 1, Steps, windows)]);
        var trainer = new Trainer<TemperatureNetwork>(new TemperatureNetwork(seed: 1)) { Optimizer = new Adam(5e-3f), Epochs = 8, BatchSize = 64, Workers = 2, ClipNorm = 1 };
        trainer.Fit(data.Take(windows - TestDays), cancellation: TestContext.Current.CancellationToken);
        double error = trainer.Evaluate(data.Slice(windows - TestDays, TestDays)).Loss * 4 * 4;

        ReportErrors(error, Naive(days, 1, TestDays), Naive(days, Year, TestDays));
    }

    private static void Report(float accuracy, float wanted)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"accuracy {accuracy:P2}"));
        Assert.True(accuracy >= wanted, FormattableString.Invariant($"accuracy {accuracy:P2}, wanted {wanted:P0}"));
    }

    private static void ReportErrors(double error, float last, float seasonal)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"mean squared error {error:F2}, of the last value {last:F2}, of the season before {seasonal:F2}"));
        Assert.True(error < last, $"{error} is not below {last}, the error of the last value.");
        Assert.True(error < seasonal, $"{error} is not below {seasonal}, the error of the season before.");
    }

    // The mean squared error of the value so many steps before, over the last ones.
    private static float Naive(float[] values, int lag, int count) =>
        (float)Enumerable.Range(values.Length - count, count).Average(index => Math.Pow(values[index] - values[index - lag], 2));

    // The second column of a file with a header.
    private static float[] Column(string path) =>
        [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
}
