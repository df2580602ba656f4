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
