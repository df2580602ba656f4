using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Schedules against PyTorch's rates (tests/fixtures/make_schedules.py), and trainers that follow them.</summary>
public sealed class ScheduleTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "schedules.json"))).RootElement;

    private static double First => Fixture.GetProperty("rate").GetDouble();

    public static IEnumerable<TheoryDataRow<int, string>> Cases => Fixture.GetProperty("cases").EnumerateArray().Select((item, index) =>
        new TheoryDataRow<int, string>(index, $"{item.GetProperty("schedule")} {item.GetProperty("settings")}"));

    public static IEnumerable<TheoryDataRow<int, string>> Plateaus => Fixture.GetProperty("plateaus").EnumerateArray().Select((item, index) =>
        new TheoryDataRow<int, string>(index, item.GetProperty("settings").ToString()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void RatesAndMomentaEqualPyTorchs(int index, string name)
    {
        JsonElement item = Fixture.GetProperty("cases")[index];
        Schedule schedule = Make(item.GetProperty("schedule").GetString()!, item.GetProperty("settings"));
        JsonElement momenta = item.GetProperty("momenta");
        for (int step = 0; step < 40; step++)
        {
            // PyTorch multiplies rates from step to step.
            double expected = item.GetProperty("rates")[step].GetDouble();
            Assert.True(Math.Abs(expected - schedule.RateAt(First, step)) <= 1e-13 + (1e-12 * expected), $"{name}, step {step}: {schedule.RateAt(First, step):R} where PyTorch has {expected:R}");
            if (momenta.ValueKind == JsonValueKind.Array)
            {
                Assert.Equal(momenta[step].GetDouble(), schedule.MomentumAt(step)!.Value, 1e-13);
            }
            else
            {
                Assert.Null(schedule.MomentumAt(step));
            }
        }
    }

    [Fact]
    public void AWarmUpIsPyTorchsSequenceOfALineAndTheRest()
    {
        var schedule = new Warmup(9, new CosineAnnealingLR(31, 0.04) { Unit = ScheduleUnit.Step });
        Assert.All(Enumerable.Range(0, 40), step => Assert.Equal(Fixture.GetProperty("warmup")[step].GetDouble(), schedule.RateAt(First, step), 1e-12));
    }

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void PlateausAreFoundWherePyTorchFindsThem(int index, string name)
    {
        JsonElement settings = Fixture.GetProperty("plateaus")[index].GetProperty("settings");
        var schedule = new ReduceLROnPlateau(settings.GetProperty("factor").GetDouble(), settings.GetProperty("patience").GetInt32())
        {
            Cooldown = settings.TryGetProperty("cooldown", out JsonElement value) ? value.GetInt32() : 0,
            MinimumRate = settings.TryGetProperty("min_lr", out value) ? value.GetDouble() : 0,
            Threshold = settings.TryGetProperty("threshold", out value) ? value.GetDouble() : 1e-4,
            AbsoluteThreshold = settings.TryGetProperty("threshold_mode", out _),
            Maximize = settings.TryGetProperty("mode", out _),
        };
        for (int epoch = 0; epoch < 40; epoch++)
        {
            schedule.Report(Fixture.GetProperty("losses")[epoch].GetDouble());
            double expected = Fixture.GetProperty("plateaus")[index].GetProperty("rates")[epoch].GetDouble();
            Assert.True(Math.Abs(expected - schedule.RateAt(First, epoch)) <= 1e-15, $"{name}, epoch {epoch}: {schedule.RateAt(First, epoch):R} where PyTorch has {expected:R}");
        }

        Assert.True(schedule.Reductions > 0);
    }

    [Fact]
    public void ATrainerFollowsAScheduleStepByStepAndGoesOnInTheNextFit()
    {
        // 30 samples in batches of 8: four steps an epoch.
        var seen = new List<double>();
        var trainer = Trainer(new SGD(0.4), new Warmup(2, new LinearLR(1, 0, totalIterations: null) { Unit = ScheduleUnit.Step }), seen, epochs: 2);
        trainer.Fit(Data(30));

        // Two steps up to 0.4, and from there on down over the six that are left.
        double[] expected = [0.4 / 3, 0.8 / 3, 0.4, 0.4 * 5 / 6, 0.4 * 4 / 6, 0.4 * 3 / 6, 0.4 * 2 / 6, 0.4 * 1 / 6];
        Assert.Equal(expected.Length, seen.Count);
        Assert.All(expected.Zip(seen), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        trainer.Epochs = 1;
        trainer.Schedule = null;
        trainer.Fit(Data(30));
        Assert.All(seen[8..], rate => Assert.Equal(expected[7], rate, 1e-12));
    }

    [Fact]
    public void ScheduleOfEpochsKeepsOneRateWithinAnEpoch()
    {
        var seen = new List<double>();
        var trainer = Trainer(new Adam(0.1), new StepLR(1, 0.5), seen, epochs: 2);
        trainer.Fit(Data(24));
        trainer.Fit(Data(24));
        Assert.Equal([0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125, 0.0125, 0.0125], seen);
    }

    [Fact]
    public void OneCycleMovesTheMomentumOfTheOptimizer()
    {
        var adam = new Adam();
        var trainer = Trainer(adam, new OneCycleLR(0.05), [], epochs: 3);
        trainer.Fit(Data(24));
        Assert.Equal(0.95, adam.Beta1, 1e-12);
        Assert.Equal(0.05 / 25 / 1e4, adam.LearningRate, 1e-12);
        Assert.Contains("CycleMomentum", Assert.Throws<NotSupportedException>(() => Trainer(new Adagrad(), new OneCycleLR(0.05), [], epochs: 3).Fit(Data(24))).Message);
        Trainer(new Adagrad(), new OneCycleLR(0.05) { CycleMomentum = false }, [], epochs: 3).Fit(Data(24));
    }

    [Fact]
    public void ATrainerReportsLossesToAPlateau()
    {
        // A rate of zero learns nothing: after two epochs without progress the rate falls.
        var schedule = new ReduceLROnPlateau(0.5, patience: 1);
        var seen = new List<double>();
        Trainer(new SGD(0), schedule, seen, epochs: 4).Fit(Data(8));
        Assert.Equal(1, schedule.Reductions);
        Assert.Throws<ArgumentException>(() => Trainer(new SGD(0), new ReduceLROnPlateau { Maximize = true }, [], epochs: 1).Fit(Data(8)));
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantLR(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepLR(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialLR(double.NaN));
        Assert.Throws<ArgumentException>(() => new MultiStepLR([5, 5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialLR(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InverseTimeLR(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineAnnealingWarmRestarts(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleLR(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleLR(1) { StartShare = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Warmup(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepLR(3).RateAt(1, -1));
        Assert.Throws<InvalidOperationException>(() => new CosineAnnealingLR().RateAt(1, 3));
    }

    private static Trainer<LinearRegression<Batch4>> Trainer(Optimizer optimizer, Schedule schedule, List<double> seen, int epochs) => new(new LinearRegression<Batch4>())
    {
        Optimizer = optimizer,
        Schedule = schedule,
        Epochs = epochs,
        BatchSize = 8,
        ProgressInterval = TimeSpan.Zero,
        Progress = new Rates(optimizer, seen),
    };

    private static Dataset Data(int count)
    {
        float[] inputs = [.. Enumerable.Range(0, count * LinearRegression<Batch4>.Inputs).Select(value => MathF.Sin(value))];
        float[] targets = [.. Enumerable.Range(0, count).Select(value => MathF.Cos(value))];
        return Dataset.Of(inputs, targets, count);
    }

    private static Schedule Make(string name, JsonElement settings)
    {
        return name switch
        {
            "ConstantLR" => new ConstantLR(Number("factor") ?? (1.0 / 3), (long)(Number("total_iters") ?? 5)),
            "LinearLR" => new LinearLR(Number("start_factor") ?? (1.0 / 3), Number("end_factor") ?? 1, (long)(Number("total_iters") ?? 5)),
            "StepLR" => new StepLR((long)Number("step_size")!.Value, Number("gamma") ?? 0.1),
            "MultiStepLR" => new MultiStepLR([.. settings.GetProperty("milestones").EnumerateArray().Select(value => value.GetInt64())], Number("gamma") ?? 0.1),
            "ExponentialLR" => new ExponentialLR(Number("gamma")!.Value),
            "PolynomialLR" => new PolynomialLR((long)(Number("total_iters") ?? 5), Number("power") ?? 1),
            "CosineAnnealingLR" => new CosineAnnealingLR((long)Number("T_max")!.Value, Number("eta_min") ?? 0),
            "CosineAnnealingWarmRestarts" => new CosineAnnealingWarmRestarts((long)Number("T_0")!.Value, (long)(Number("T_mult") ?? 1), Number("eta_min") ?? 0),
            "OneCycleLR" => new OneCycleLR(Number("max_lr")!.Value, (long)Number("total_steps")!.Value)
            {
                StartShare = Number("pct_start") ?? 0.3,
                Linear = settings.TryGetProperty("anneal_strategy", out _),
                Divisor = Number("div_factor") ?? 25,
                FinalDivisor = Number("final_div_factor") ?? 1e4,
                BaseMomentum = Number("base_momentum") ?? 0.85,
                MaximumMomentum = Number("max_momentum") ?? 0.95,
                ThreePhase = settings.TryGetProperty("three_phase", out _),
            },
            "LambdaLR" => new InverseTimeLR(Number("decay")!.Value, Number("decay_steps")!.Value),
            _ => throw new InvalidOperationException(name),
        };

        double? Number(string key) => settings.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : null;
    }

    private sealed class Rates(Optimizer optimizer, List<double> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(optimizer.LearningRate);
    }
}
