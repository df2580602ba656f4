using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>An optimizer of a fixture, and the losses L before each of its first steps.</summary>
public sealed class FixtureTraining
{
    internal FixtureTraining(JsonElement element)
    {
        Optimizer = element.GetProperty("optimizer").GetString()!;
        LearningRate = element.GetProperty("learningRate").GetSingle();
        Momentum = element.GetProperty("momentum").GetSingle();
        States = element.TryGetProperty("states", out JsonElement states) ? NetworkFixture.ReadNamed(states, FixtureDerivative.Read) : null;
        Output = element.TryGetProperty("output", out JsonElement output) ? FixtureDerivative.Read(output) : null;
        Losses = [.. element.GetProperty("losses").EnumerateArray().Select(loss => loss.GetSingle())];
    }

    /// <summary>The class of <c>torch.optim</c>.</summary>
    public string Optimizer { get; }

    /// <summary>Its learning rate.</summary>
    public float LearningRate { get; }

    /// <summary>Its momentum, where it has one.</summary>
    public float Momentum { get; }

    /// <summary>L before each step.</summary>
    public float[] Losses { get; }

    /// <summary>The running statistics after the steps, or null where they are not in the fixture.</summary>
    public IReadOnlyDictionary<string, FixtureDerivative>? States { get; }

    /// <summary>The output in inference after the steps, or null where it is not in the fixture.</summary>
    public FixtureDerivative? Output { get; }

    /// <summary>The same optimizer of ours, with no steps taken.</summary>
    public Optimizer Create() => Optimizer switch
    {
        "SGD" => new SGD(LearningRate) { Momentum = Momentum },
        "Adam" => new Adam(LearningRate),
        _ => throw new InvalidOperationException($"A fixture names the optimizer '{Optimizer}'."),
    };
}
