using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>What PyTorch computes for a network: written by <c>tests/fixtures/make_networks.py</c>.</summary>
public sealed class NetworkFixture
{
    private NetworkFixture(JsonElement root)
    {
        Parameters = ReadNamed(root.GetProperty("parameters"), FixtureTensor.Read);
        States = root.TryGetProperty("states", out JsonElement states) ? ReadNamed(states, FixtureTensor.Read) : [];
        Direction = root.TryGetProperty("direction", out JsonElement direction) ? ReadNamed(direction, FixtureTensor.Read) : null;
        if (root.TryGetProperty("rounding", out JsonElement rounding))
        {
            DerivativeRounding = rounding.GetProperty("derivatives").GetDouble();
            TrainingRounding = rounding.GetProperty("training").GetDouble();
            GradientRounding = rounding.TryGetProperty("gradients", out JsonElement each) ? ReadNamed(each, value => value.GetDouble()) : GradientRounding;
        }

        Batch = new FixtureBatch(root);
        Large = root.TryGetProperty("large", out JsonElement large) ? new FixtureBatch(large) : null;
        Training = root.TryGetProperty("training", out JsonElement training) ? [.. training.EnumerateArray().Select(entry => new FixtureTraining(entry))] : [];
    }

    /// <summary>The parameters, by the names of the state_dict.</summary>
    public IReadOnlyDictionary<string, FixtureTensor> Parameters { get; }

    /// <summary>Running statistics, by the names of the state_dict; counts begin at 0 and are not among them.</summary>
    public IReadOnlyDictionary<string, FixtureTensor> States { get; }

    /// <summary>The direction of the Hessian-vector products, by parameter, or null.</summary>
    public IReadOnlyDictionary<string, FixtureTensor>? Direction { get; }

    /// <summary>
    /// Where the fixture is computed in double: how far PyTorch in float is from it in gradients and Hessian-vector products, against each tensor's
    /// largest magnitude. Else 0.
    /// </summary>
    public double DerivativeRounding { get; }

    /// <summary>The same of each gradient by itself, where the fixture has it.</summary>
    public IReadOnlyDictionary<string, double> GradientRounding { get; } = new Dictionary<string, double>();

    /// <summary>The same of the losses of ten steps, and of the running statistics and the output after them.</summary>
    public double TrainingRounding { get; }

    /// <summary>A batch that one call takes.</summary>
    public FixtureBatch Batch { get; }

    /// <summary>A batch that is larger than the compiled one, or null.</summary>
    public FixtureBatch? Large { get; }

    /// <summary>Trainings on <see cref="Batch"/>.</summary>
    public IReadOnlyList<FixtureTraining> Training { get; }

    /// <summary>Where the fixtures lie: the project file copies them beside the tests.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "fixtures");

    /// <summary>Reads the fixture of a network.</summary>
    public static NetworkFixture Load(string network) => Parse(File.ReadAllText(Path.Combine(Folder, network + ".json")));

    /// <summary>Reads a fixture's text.</summary>
    public static NetworkFixture Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new NetworkFixture(document.RootElement);
    }

    internal static Dictionary<string, T> ReadNamed<T>(JsonElement element, Func<JsonElement, T> read) =>
        element.EnumerateObject().ToDictionary(property => property.Name, property => read(property.Value), StringComparer.Ordinal);
}
