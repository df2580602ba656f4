using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace NetCompiler.Network.Tests.Fixtures;

/// <summary>What PyTorch computes in double for a network: written by <c>tests/fixtures/make_double_training.py</c>.</summary>
public sealed class DoubleFixture
{
    private DoubleFixture(JsonElement root)
    {
        Parameters = root.GetProperty("parameters").EnumerateObject().ToDictionary(entry => entry.Name, entry => Numbers(entry.Value));
        Input = Numbers(root.GetProperty("input"));
        Target = Numbers(root.GetProperty("target"));
        Evaluation = root.GetProperty("evaluation").GetDouble();
        Output = Numbers(root.GetProperty("output"));
        Training = Trainings(root.GetProperty("training"));
        Clipped = Trainings(root.GetProperty("clipped"));
    }

    /// <summary>The parameters, by the names of the state_dict.</summary>
    public IReadOnlyDictionary<string, double[]> Parameters { get; }

    /// <summary>The inputs of the batch.</summary>
    public double[] Input { get; }

    /// <summary>The targets of the batch: numbers, or classes.</summary>
    public double[] Target { get; }

    /// <summary>The targets as classes.</summary>
    public int[] Labels => [.. Target.Select(label => (int)label)];

    /// <summary>The loss in inference mode.</summary>
    public double Evaluation { get; }

    /// <summary>The outputs in inference mode.</summary>
    public double[] Output { get; }

    /// <summary>By optimizer, the losses before each of ten steps, and the sum of the magnitudes of the parameters after them.</summary>
    public IReadOnlyDictionary<string, (double[] Losses, double Magnitude)> Training { get; }

    /// <summary>The same of plain descent with the rate 0.5, by how gradients are clipped.</summary>
    public IReadOnlyDictionary<string, (double[] Losses, double Magnitude)> Clipped { get; }

    /// <summary>Reads the fixture of a network.</summary>
    public static DoubleFixture Load(string network)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(NetworkFixture.Folder, "DoubleTraining.json")));
        return new DoubleFixture(document.RootElement.GetProperty(network));
    }

    private static Dictionary<string, (double[] Losses, double Magnitude)> Trainings(JsonElement trainings) =>
        trainings.EnumerateObject().ToDictionary(entry => entry.Name, entry => (Numbers(entry.Value.GetProperty("losses")), entry.Value.GetProperty("magnitude").GetDouble()));

    private static double[] Numbers(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];
}
