using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>
/// The other optimizers against PyTorch's, and against their papers where PyTorch has none (tests/fixtures/make_more_optimizers.py), in both precisions: networks of doubles agree to their
/// last digits, so that no constant of a formula can be wrong by little.
/// </summary>
public sealed class MoreOptimizerTests
{
    private const int Steps = 12;
    private const int Length = 48;

    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "more_optimizers.json"))).RootElement;

    public static IEnumerable<TheoryDataRow<int, string>> Cases => Rows(_ => true);

    public static IEnumerable<TheoryDataRow<int, string>> SingleCases => Rows(item => item.TryGetProperty("single", out _));

    [Theory]
    [MemberData(nameof(Cases))]
    public void TwelveStepsOfDoublesEqualTheFixture(int index, string name)
    {
        JsonElement item = Fixture.GetProperty("cases")[index];
        RuleOptimizer optimizer = Make(item);
        double[] parameters = Numbers(Fixture.GetProperty("start"));
        double[] way = new double[Length];
        for (int step = 0; step < Steps; step++)
        {
            double[] before = [.. parameters];
            SetRate(optimizer, item, step);
            optimizer.Step(parameters, Numbers(Fixture.GetProperty("gradients")[step]));
            double[] expected = Numbers(item.GetProperty("double")[step]);
            for (int element = 0; element < Length; element++)
            {
                // Roundings of the parameter and of all changes so far.
                way[element] += Math.Abs(expected[element] - before[element]);
                double tolerance = 2e-15 * (step + 1) * (Math.Abs(expected[element]) + way[element]);
                Assert.True(
                    Math.Abs(parameters[element] - expected[element]) <= tolerance,
                    $"{name}, step {step}, element {element}: {parameters[element]:R} where the fixture has {expected[element]:R}");
            }
        }

        Assert.Equal(optimizer is SGD { Momentum: 0 }, optimizer.Buffers.Count == 0);
        Assert.All(optimizer.Buffers, buffer => Assert.Equal(Length, buffer.Doubles.Length));
    }

    [Theory]
    [MemberData(nameof(SingleCases))]
    public void TwelveStepsOfFloatsEqualPyTorch(int index, string name)
    {
        JsonElement item = Fixture.GetProperty("cases")[index];
        RuleOptimizer optimizer = Make(item);
        float[] parameters = [.. Numbers(Fixture.GetProperty("start")).Select(value => (float)value)];
        double[] way = new double[Length];
        for (int step = 0; step < Steps; step++)
        {
            float[] before = [.. parameters];
            optimizer.Step(parameters, [.. Numbers(Fixture.GetProperty("gradients")[step]).Select(value => (float)value)]);
            double[] expected = Numbers(item.GetProperty("single")[step]);
            for (int element = 0; element < Length; element++)
            {
                way[element] += Math.Abs(expected[element] - before[element]);
                double tolerance = 5e-7 * (step + 1) * (Math.Abs(expected[element]) + way[element]);
                Assert.True(
                    Math.Abs(parameters[element] - expected[element]) <= tolerance,
                    $"{name}, step {step}, element {element}: {parameters[element]:R} where PyTorch has {expected[element]:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SingleCases))]
    public void PartsGiveTheBitsOfTheWhole(int index, string name)
    {
        JsonElement item = Fixture.GetProperty("cases")[index];
        RuleOptimizer whole = Make(item);
        RuleOptimizer parts = Make(item);
        double[] expected = Numbers(Fixture.GetProperty("start"));
        double[] parameters = [.. expected];
        for (int step = 0; step < Steps; step++)
        {
            double[] gradients = Numbers(Fixture.GetProperty("gradients")[step]);
            whole.Step(expected, gradients);
            parts.BeginStep(parameters.Length, ElementType.Float64);
            parts.Update(parameters.AsSpan(32), gradients.AsSpan(32), 32);
            parts.Update(parameters.AsSpan(0, 32), gradients.AsSpan(0, 32), 0);
        }

        Assert.True(parameters.AsSpan().SequenceEqual(expected), name);
    }

    [Theory]
    [MemberData(nameof(SingleCases))]
    public void StepsAllocateNothingAfterTheFirst(int index, string name)
    {
        RuleOptimizer optimizer = Make(Fixture.GetProperty("cases")[index]);
        float[] parameters = new float[Length];
        float[] gradients = new float[Length];
        gradients.AsSpan().Fill(1);
        optimizer.Step(parameters, gradients);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 10; step++)
        {
            optimizer.Step(parameters, gradients);
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, name);
    }

    [Fact]
    public void LambLeavesPaddingOutOfItsNorms()
    {
        // [3, 5] in rows of 16, and [7]: the rest is padding, with NaN where gradients mean nothing.
        NetworkDescription description = Descriptions.Of(
            new ParameterDescription("a", [3, 5], 0, 48, ParameterLayout.Rows([3, 5], 16), new Initialization(InitializationKind.Constant, 0, 0)),
            new ParameterDescription("b", [7], 48, 16, ParameterLayout.Rows([7], 16), new Initialization(InitializationKind.Constant, 0, 0)));
        var memory = new NetworkMemory(description);
        var optimizer = new Lamb(0.1) { WeightDecay = 0.01 };
        optimizer.Bind(memory);
        float[] parameters = new float[64];
        float[] gradients = new float[64];
        parameters.AsSpan().Fill(float.NaN);
        gradients.AsSpan().Fill(float.NaN);
        double[] expected = new double[64];
        foreach (ParameterDescription tensor in description.Parameters)
        {
            for (int index = 0; index < tensor.Length; index++)
            {
                parameters[tensor.IndexOf(index)] = 0.25f * (index + 1);
                gradients[tensor.IndexOf(index)] = (index % 2) - 0.25f;
            }

            // After one step m / (1 - β1) is g and v / (1 - β2) is g².
            double[] update = [.. Enumerable.Range(0, tensor.Length).Select(index => Math.Sign((index % 2) - 0.25) + (0.01 * 0.25 * (index + 1)))];
            double norm = Math.Sqrt(Enumerable.Range(1, tensor.Length).Sum(value => 0.0625 * value * value));
            double ratio = norm / Math.Sqrt(update.Sum(value => value * value));
            for (int index = 0; index < tensor.Length; index++)
            {
                expected[tensor.IndexOf(index)] = (0.25 * (index + 1)) - (0.1 * ratio * update[index]);
            }
        }

        optimizer.Step(parameters, gradients);
        foreach (ParameterDescription tensor in description.Parameters)
        {
            for (int index = 0; index < tensor.Length; index++)
            {
                Assert.Equal(expected[tensor.IndexOf(index)], parameters[tensor.IndexOf(index)], 1e-5);
            }
        }
    }

    [Fact]
    public void LambWithoutTensorsIsRefused()
    {
        Assert.Contains("Step(network, gradients)", Assert.Throws<InvalidOperationException>(() => new Lamb().Step(new float[16], new float[16])).Message);
        var optimizer = new Lamb();
        optimizer.Bind(new NetworkMemory(Descriptions.Of(new ParameterDescription("a", [16], 0, 16, ParameterLayout.Rows([16], 16), new Initialization(InitializationKind.Constant, 0, 0)))));
        optimizer.BeginStep(16);
        Assert.Throws<NotSupportedException>(() => optimizer.Update(new float[16], new float[16], 0));
    }

    [Fact]
    public void StateHasPyTorchsNames()
    {
        Assert.Equal(["sum"], Names(new Adagrad()));
        Assert.Equal(["square_avg", "momentum_buffer", "grad_avg"], Names(new RMSprop { Momentum = 0.5, Centered = true }));
        Assert.Equal(["square_avg", "acc_delta"], Names(new Adadelta()));
        Assert.Equal(["exp_avg", "exp_inf"], Names(new Adamax()));
        Assert.Equal(["exp_avg", "exp_avg_sq", "max_exp_avg_sq"], Names(new AdamW { AMSGrad = true }));
        Assert.Equal(["prev", "step_size"], Names(new Rprop()));
        Assert.Equal(["momentum_buffer"], Names(new SGD(0.1) { Momentum = 0.5 }));
        var nadam = new NAdam();
        Assert.Equal(["exp_avg", "exp_avg_sq"], Names(nadam));
        KeyValuePair<string, double> scalar = Assert.Single(nadam.Scalars);
        Assert.Equal("mu_product", scalar.Key);
        Assert.Equal(0.9 * (1 - (0.5 * Math.Pow(0.96, 0.004))), scalar.Value, 1e-15);
    }

    [Fact]
    public void NotANumberStaysWhereItIs()
    {
        RuleOptimizer[] optimizers = [new Adagrad(), new RMSprop(), new RMSprop { Centered = true, Momentum = 0.5 }, new Adadelta(), new Adamax(), new NAdam(), new RAdam(), new Lion(), new Rprop(), new Adam { AMSGrad = true }];
        foreach (RuleOptimizer optimizer in optimizers)
        {
            float[] parameters = new float[16];
            parameters.AsSpan().Fill(1);
            float[] gradients = new float[16];
            gradients[3] = float.NaN;
            optimizer.Step(parameters, gradients);
            Assert.True(float.IsNaN(parameters[3]), optimizer.GetType().Name);
            Assert.Equal(15, parameters.Count(float.IsFinite));
        }
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad { LearningRateDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad { InitialAccumulatorValue = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RMSprop { Alpha = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RMSprop { Momentum = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adadelta { Rho = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adamax { Beta2 = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NAdam { MomentumDecay = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rprop { EtaMinus = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rprop { EtaPlus = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lamb { Epsilon = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(-1));
    }

    private static IEnumerable<TheoryDataRow<int, string>> Rows(Func<JsonElement, bool> which) =>
        Fixture.GetProperty("cases").EnumerateArray().Select((item, index) => (item, index)).Where(pair => which(pair.item)).Select(pair =>
            new TheoryDataRow<int, string>(pair.index, $"{pair.item.GetProperty("optimizer")} {pair.item.GetProperty("form")} {pair.item.GetProperty("settings")}"));

    private static string[] Names(RuleOptimizer optimizer)
    {
        optimizer.Step(new float[16], new float[16]);
        return [.. optimizer.Buffers.Select(buffer => buffer.Name)];
    }

    private static void SetRate(RuleOptimizer optimizer, JsonElement item, int step)
    {
        if (item.GetProperty("settings").TryGetProperty("rates", out JsonElement rates))
        {
            optimizer.LearningRate = item.GetProperty("settings").GetProperty("lr").GetDouble() * rates[step].GetDouble();
        }
    }

    private static RuleOptimizer Make(JsonElement item)
    {
        JsonElement settings = item.GetProperty("settings");
        string form = item.GetProperty("form").GetString()!;
        double? rate = Number("lr");
        RuleOptimizer optimizer = item.GetProperty("optimizer").GetString() switch
        {
            "SGD" => new SGD(rate!.Value)
            {
                Momentum = Number("momentum") ?? 0,
                Dampening = Number("dampening") ?? 0,
                Nesterov = settings.TryGetProperty("nesterov", out JsonElement nesterov) && nesterov.GetBoolean(),
                RateInVelocity = form == "inside",
                WeightDecay = Number("beta") ?? 0,
                WeightDecayForm = form == "shrinking_sgd" ? WeightDecayForm.Independent : WeightDecayForm.Coupled,
            },
            "Adagrad" => new Adagrad
            {
                LearningRateDecay = Number("lr_decay") ?? 0,
                InitialAccumulatorValue = Number("initial_accumulator_value") ?? 0,
                Epsilon = Number("eps") ?? 1e-10,
                RootMeanSquare = form == "adagrad_mean",
                WeightDecayForm = form == "shrinking_adagrad" ? WeightDecayForm.Decoupled : WeightDecayForm.Coupled,
            },
            "RMSprop" => new RMSprop
            {
                Alpha = Number("alpha") ?? 0.99,
                Epsilon = Number("eps") ?? 1e-8,
                Momentum = Number("momentum") ?? 0,
                Centered = settings.TryGetProperty("centered", out JsonElement centered) && centered.GetBoolean(),
            },
            "Adadelta" => new Adadelta { Rho = Number("rho") ?? 0.9, Epsilon = Number("eps") ?? 1e-6 },
            "Adamax" => new Adamax(),
            "NAdam" => new NAdam { MomentumDecay = Number("momentum_decay") ?? 4e-3 },
            "RAdam" => new RAdam(),
            "Adam" => new Adam { AMSGrad = true },
            "AdamW" => new AdamW { AMSGrad = true },
            "Lion" => new Lion(),
            "Lamb" => new Lamb(),
            "Rprop" => new Rprop(),
            var other => throw new InvalidOperationException(other),
        };
        optimizer.LearningRate = rate ?? optimizer.LearningRate;
        optimizer.WeightDecay = Number("weight_decay") ?? optimizer.WeightDecay;
        if (optimizer is MomentOptimizer moments)
        {
            moments.Epsilon = Number("eps") ?? moments.Epsilon;
        }

        if (settings.TryGetProperty("betas", out JsonElement betas))
        {
            if (optimizer is MomentOptimizer pair)
            {
                (pair.Beta1, pair.Beta2) = (betas[0].GetDouble(), betas[1].GetDouble());
            }
            else if (optimizer is Lion lion)
            {
                (lion.Beta1, lion.Beta2) = (betas[0].GetDouble(), betas[1].GetDouble());
            }
        }

        if (optimizer is Rprop rprop && settings.TryGetProperty("etas", out JsonElement etas))
        {
            JsonElement sizes = settings.GetProperty("step_sizes");
            (rprop.EtaMinus, rprop.EtaPlus) = (etas[0].GetDouble(), etas[1].GetDouble());
            (rprop.MinimumStepSize, rprop.MaximumStepSize) = (sizes[0].GetDouble(), sizes[1].GetDouble());
        }

        if (optimizer is Lamb)
        {
            optimizer.Bind(new NetworkMemory(Descriptions.Of(
                new ParameterDescription("a", [32], 0, 32, ParameterLayout.Rows([32], 32), new Initialization(InitializationKind.Constant, 0, 0)),
                new ParameterDescription("b", [16], 32, 16, ParameterLayout.Rows([16], 16), new Initialization(InitializationKind.Constant, 0, 0)))));
        }

        return optimizer;

        double? Number(string key) => settings.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : null;
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
