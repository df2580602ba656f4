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
        Direction = ReadNamed(root.GetProperty("direction"), FixtureTensor.Read);
        Batch = new FixtureBatch(root);
        Large = root.TryGetProperty("large", out JsonElement large) ? new FixtureBatch(large) : null;
        Training = [.. root.GetProperty("training").EnumerateArray().Select(training => new FixtureTraining(training))];
    }

    /// <summary>The parameters, by the names of the state_dict.</summary>
    public IReadOnlyDictionary<string, FixtureTensor> Parameters { get; }

    /// <summary>The direction of the Hessian-vector products, by parameter.</summary>
    public IReadOnlyDictionary<string, FixtureTensor> Direction { get; }

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
