using System.Collections.Generic;
using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>A batch of a fixture, and what PyTorch computes for it.</summary>
public sealed class FixtureBatch
{
    internal FixtureBatch(JsonElement element)
    {
        Rows = element.GetProperty("rows").GetInt32();
        Input = FixtureTensor.Read(element.GetProperty("input"));
        Target = FixtureTensor.Read(element.GetProperty("target"));
        Output = FixtureTensor.Read(element.GetProperty("output"));
        Loss = element.GetProperty("loss").GetSingle();
        Objective = element.GetProperty("objective").GetSingle();
        Gradients = NetworkFixture.ReadNamed(element.GetProperty("gradients"), FixtureDerivative.Read);
        HessianVector = element.TryGetProperty("hessianVector", out JsonElement product) ? NetworkFixture.ReadNamed(product, FixtureDerivative.Read) : null;
        EvaluationLoss = element.TryGetProperty("evaluationLoss", out JsonElement loss) ? loss.GetSingle() : Loss;
    }

    /// <summary>Samples.</summary>
    public int Rows { get; }

    /// <summary>The input, one row a sample.</summary>
    public FixtureTensor Input { get; }

    /// <summary>The target: a class index or real numbers a sample.</summary>
    public FixtureTensor Target { get; }

    /// <summary>The network's output.</summary>
    public FixtureTensor Output { get; }

    /// <summary>L, in training.</summary>
    public float Loss { get; }

    /// <summary>L with the running statistics, where there are some; else <see cref="Loss"/>.</summary>
    public float EvaluationLoss { get; }

    /// <summary>J: L and the L2 terms.</summary>
    public float Objective { get; }

    /// <summary>The gradient of J, by parameter.</summary>
    public IReadOnlyDictionary<string, FixtureDerivative> Gradients { get; }

    /// <summary>The Hessian of J times the fixture's direction, by parameter, or null.</summary>
    public IReadOnlyDictionary<string, FixtureDerivative>? HessianVector { get; }
}
