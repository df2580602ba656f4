using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>The optimizers against PyTorch's (tests/fixtures/make_optimizers.py), and what the library promises of them.</summary>
public sealed class OptimizerTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "optimizers.json"))).RootElement;

    public static IEnumerable<TheoryDataRow<int, string>> Cases =>
        Fixture.GetProperty("cases").EnumerateArray().Select((item, index) =>
            new TheoryDataRow<int, string>(index, $"{item.GetProperty("optimizer")} {item.GetProperty("settings")}"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void TenStepsEqualPyTorch(int index, string name)
    {
        JsonElement item = Fixture.GetProperty("cases")[index];
        Optimizer optimizer = Make(item.GetProperty("optimizer").GetString()!, item.GetProperty("settings"));
        float[] parameters = Numbers(Fixture.GetProperty("start"));
        for (int step = 0; step < 10; step++)
        {
            float[] before = [.. parameters];
            optimizer.Step(parameters, Numbers(Fixture.GetProperty("gradients")[step]));
            float[] expected = Numbers(item.GetProperty("after")[step]);
            for (int element = 0; element < parameters.Length; element++)
            {
                // A few roundings of the parameter, and of the change.
                float scale = Math.Abs(expected[element]) + Math.Abs(expected[element] - before[element]);
                Assert.True(
                    Math.Abs(parameters[element] - expected[element]) <= (step + 1) * 2.5e-7f * scale,
                    $"{name}, step {step}, element {element}: {parameters[element]:R} where PyTorch has {expected[element]:R}");
            }
        }

        Assert.Equal(10, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PartsGiveTheBitsOfTheWhole(int index, string name)
    {
        JsonElement item = Fixture.GetProperty("cases")[index];
        Optimizer whole = Make(item.GetProperty("optimizer").GetString()!, item.GetProperty("settings"));
        Optimizer parts = Make(item.GetProperty("optimizer").GetString()!, item.GetProperty("settings"));
        float[] expected = Numbers(Fixture.GetProperty("start"));
        float[] parameters = [.. expected];
        for (int step = 0; step < 10; step++)
        {
            float[] gradients = Numbers(Fixture.GetProperty("gradients")[step]);
            whole.Step(expected, gradients);
            parts.BeginStep(parameters.Length);
            parts.Update(parameters.AsSpan(32), gradients.AsSpan(32), 32);
            parts.Update(parameters.AsSpan(0, 32), gradients.AsSpan(0, 32), 0);
        }

        Assert.True(parameters.AsSpan().SequenceEqual(expected), name);
    }

    [Fact]
    public void DecayingAveragesEndAtZeroAndNotAtSubnormalNumbers()
    {
        Optimizer[] optimizers = [new SGD(0) { Momentum = 0.5f }, new SGD(0) { Momentum = 0.5f, Nesterov = true }, new Adam(0) { Beta1 = 0.5, Beta2 = 0.5 }];
        foreach (Optimizer optimizer in optimizers)
        {
            float[] parameters = new float[16];
            float[] gradients = new float[16];
            gradients.AsSpan().Fill(1);
            optimizer.Step(parameters, gradients);
            gradients.AsSpan().Clear();
            for (int step = 0; step < 300; step++)
            {
                optimizer.Step(parameters, gradients);
            }

            // With a learning rate, what is left of the averages moves the parameters: nothing may be left.
            optimizer.LearningRate = 1e30f;
            optimizer.Step(parameters, gradients);
            Assert.All(parameters, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void GradientsThatAreTinyMoveAsPyTorchWouldWithTheirSquaresLost()
    {
        // g = 1e-20: its square is below the smallest float. PyTorch has sqrt(v) of some 1e-22 beside epsilon 1e-8, so that both give lr * g / eps.
        var optimizer = new Adam(1);
        float[] parameters = new float[16];
        float[] gradients = new float[16];
        gradients.AsSpan().Fill(1e-20f);
        optimizer.Step(parameters, gradients);
        Assert.All(parameters, value => Assert.Equal(-1e-12f, value, 1e-17f));
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-3)]
    public void AdamMovesByItsFormulaAtEveryMagnitude(double epsilon)
    {
        // The parameters are set back before each step, so that what they hold after it is the step itself, without the rounding of a sum.
        const int Length = 4096;
        const double Beta1 = 0.9;
        const double Beta2 = 0.999;
        var random = new Random(7);
        var optimizer = new Adam(1) { Epsilon = epsilon };
        float[] gradients = new float[Length];
        double[] mean = new double[Length];
        double[] square = new double[Length];
        for (int step = 1; step <= 5; step++)
        {
            // The roundings of one step, and those of the moments in the steps before.
            double tolerance = 2.4e-7 + ((step - 1) * 6e-8);
            float[] parameters = new float[Length];
            for (int element = 0; element < Length; element++)
            {
                // From subnormal gradients to those whose squares just fit, and with one sign: a moment that cancels has no relative accuracy.
                double magnitude = Math.ScaleB(1 + random.NextDouble(), (element % 212) - 149);
                gradients[element] = element < 16 ? 0 : (float)(element % 2 == 0 ? magnitude : -magnitude);
                mean[element] += (1 - Beta1) * (gradients[element] - mean[element]);
                square[element] += (1 - Beta2) * (((double)gradients[element] * gradients[element]) - square[element]);
            }

            optimizer.Step(parameters, gradients);
            for (int element = 0; element < Length; element++)
            {
                double root = Math.Sqrt(square[element] / (1 - Math.Pow(Beta2, step)));
                double expected = -mean[element] / (1 - Math.Pow(Beta1, step)) / (root + epsilon);

                // Gradients so small that their share of a moment is subnormal count as zero, and so do results.
                double error = Math.Abs(parameters[element] - expected);
                Assert.True(
                    error <= (tolerance * Math.Abs(expected)) + (2e-35 / epsilon),
                    $"step {step}, gradient {gradients[element]:R}: {parameters[element]:R} where the formula gives {expected:R}");
            }
        }
    }

    [Fact]
    public void AdamWithoutEpsilonDividesByNoZero()
    {
        var optimizer = new Adam(1) { Epsilon = 0 };
        float[] parameters = new float[16];
        float[] gradients = new float[16];
        (gradients[1], gradients[2]) = (1, 1e-30f);
        optimizer.Step(parameters, gradients);
        Assert.Equal(0, parameters[0]);
        Assert.Equal(-1, parameters[1], 1e-6f);
        Assert.InRange(parameters[2], -1, 0);
    }

    [Fact]
    public void SquaresThatOverflowStopTheParameterAndInfinityLosesIt()
    {
        // As in PyTorch: m / inf is 0, and inf / inf is not a number.
        var optimizer = new Adam(1);
        float[] parameters = new float[16];
        float[] gradients = new float[16];
        (gradients[1], gradients[2]) = (1e30f, float.PositiveInfinity);
        optimizer.Step(parameters, gradients);
        Assert.Equal(0, parameters[1]);
        Assert.True(float.IsNaN(parameters[2]));
    }

    [Fact]
    public void DecayOfZeroHasTheBitsOfNoDecay()
    {
        Optimizer[] optimizers = [new Adam(0.1f), new AdamW(0.1f) { WeightDecay = 0 }];
        float[][] parameters = [.. optimizers.Select(_ => Enumerable.Range(1, 32).Select(value => value / 7f).ToArray())];
        for (int step = 0; step < 3; step++)
        {
            float[] gradients = [.. Enumerable.Range(1, 32).Select(value => MathF.Sin(value * (step + 1)))];
            for (int index = 0; index < optimizers.Length; index++)
            {
                optimizers[index].Step(parameters[index], gradients);
            }
        }

        Assert.Equal(parameters[0], parameters[1]);
    }

    [Fact]
    public void NotANumberStaysWhereItIs()
    {
        Optimizer[] optimizers = [new SGD(0.1f) { Momentum = 0.9f }, new SGD(0.1f), new Adam(), new AdamW()];
        foreach (Optimizer optimizer in optimizers)
        {
            float[] parameters = new float[16];
            parameters.AsSpan().Fill(1);
            float[] gradients = new float[16];
            gradients[3] = float.NaN;
            optimizer.Step(parameters, gradients);
            Assert.True(float.IsNaN(parameters[3]));
            Assert.Equal(15, parameters.Count(float.IsFinite));
        }
    }

    [Fact]
    public void AnotherLengthIsRefused()
    {
        var optimizer = new Adam();
        optimizer.Step(new float[32], new float[32]);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => optimizer.Step(new float[16], new float[16]));
        Assert.Contains("Adam has state for 32 parameters and was given 16", exception.Message);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Fact]
    public void WrongPartsAndLengthsAreRefused()
    {
        var optimizer = new SGD(0.1f);
        Assert.Throws<ArgumentException>(() => optimizer.Step(new float[10], new float[10]));
        Assert.Throws<ArgumentException>(() => optimizer.Step(new float[16], new float[32]));
        optimizer.BeginStep(64);
        Assert.Throws<ArgumentException>(() => optimizer.Update(new float[16], new float[16], 8));
        Assert.Throws<ArgumentException>(() => optimizer.Update(new float[16], new float[16], 64));
        Assert.Throws<ArgumentException>(() => optimizer.Update(new float[16], new float[16], -16));
        Assert.Throws<ArgumentException>(() => optimizer.Update(new float[16], new float[32], 0));
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(-0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(0.1f) { Momentum = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(0.1f) { Dampening = 1.5f });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(0.1f) { WeightDecay = float.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta2 = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW { Epsilon = -1 });
        Assert.Throws<ArgumentException>(() => new SGD(0.1f) { Nesterov = true }.Step(new float[16], new float[16]));
        Assert.Throws<ArgumentException>(() => new SGD(0.1f) { Nesterov = true, Momentum = 0.9f, Dampening = 0.1f }.Step(new float[16], new float[16]));
    }

    private static Optimizer Make(string name, JsonElement settings)
    {
        float rate = settings.GetProperty("lr").GetSingle();
        float decay = settings.TryGetProperty("weight_decay", out JsonElement value) ? value.GetSingle() : 0;
        if (name == "SGD")
        {
            return new SGD(rate)
            {
                Momentum = settings.TryGetProperty("momentum", out value) ? value.GetSingle() : 0,
                Dampening = settings.TryGetProperty("dampening", out value) ? value.GetSingle() : 0,
                Nesterov = settings.TryGetProperty("nesterov", out value) && value.GetBoolean(),
                WeightDecay = decay,
            };
        }

        AdamBase adam = name == "Adam" ? new Adam(rate) { WeightDecay = decay } : new AdamW(rate);
        if (adam is AdamW decoupled && decay != 0)
        {
            decoupled.WeightDecay = decay;
        }

        if (settings.TryGetProperty("betas", out value))
        {
            adam.Beta1 = value[0].GetDouble();
            adam.Beta2 = value[1].GetDouble();
        }

        if (settings.TryGetProperty("eps", out value))
        {
            adam.Epsilon = value.GetDouble();
        }

        return adam;
    }

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];
}
