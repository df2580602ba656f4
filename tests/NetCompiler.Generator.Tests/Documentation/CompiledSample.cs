using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.Documentation;

/// <summary>What the compiler makes of the example of a layer: the shapes of outputs and targets, and the names and shapes of parameters and state.</summary>
/// <param name="Outputs">As the description lists them.</param>
/// <param name="Targets">Of losses.</param>
/// <param name="Parameters">With the prefix of the layer.</param>
/// <param name="States">What is saved and not trained.</param>
internal sealed partial record CompiledSample(
    IReadOnlyList<(string Name, string Shape)> Outputs,
    IReadOnlyList<(string Name, string Shape)> Targets,
    IReadOnlyList<(string Name, string Shape)> Parameters,
    IReadOnlyList<(string Name, string Shape)> States)
{
    /// <summary>A block that examples may use.</summary>
    public const string Preamble = """
        using NetCompiler;

        namespace Documentation;

        [Block]
        [Linear(Arg.A), ReLU, Add("input")]
        public partial class Residual;
        """;

    /// <summary>The class of an example, with a function that it may use.</summary>
    public static string Source(string sample, int index) =>
        $"using NetCompiler;\n\nnamespace Documentation;\n\n[Network(Batch = 5)] {sample}\npublic partial class Sample{index}\n{{\n    private static float Cube(float x) => x * x * x;\n}}\n";

    /// <summary>Compiles examples, each as a network of its own; one that is refused fails the test.</summary>
    public static IReadOnlyDictionary<string, CompiledSample> Compile(IReadOnlyList<string> samples)
    {
        string[] classes =
        [
            .. samples.Select((sample, i) => Source(sample, i)),
        ];
        GeneratorRun run = GeneratorRun.Of([Preamble, .. classes]);
        Assert.True(run.Diagnostics.IsEmpty, string.Join("\n", run.Diagnostics.Select(diagnostic => Sample(diagnostic) + ": " + diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))));

        var results = new Dictionary<string, CompiledSample>(StringComparer.Ordinal);
        for (int i = 0; i < samples.Count; i++)
        {
            string shell = Assert.Single(run.Result.GeneratedSources.Select(source => source.SourceText.ToString()), text => text.Contains($"partial class Sample{i} :", StringComparison.Ordinal));
            results[samples[i]] = new CompiledSample(List(shell, "Outputs"), List(shell, "Targets"), List(shell, "Parameters"), List(shell, "States"));
        }

        return results;

        string Sample(Diagnostic diagnostic)
        {
            string? path = diagnostic.Location.SourceTree?.FilePath;
            Match number = Number().Match(path ?? string.Empty);
            return number.Success && int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture) is > 0 and var file ? samples[file - 1] : path ?? "?";
        }
    }

    // Descriptions are printed one property after the other: the entries of a list stand between its name and the end of the list.
    private static (string Name, string Shape)[] List(string shell, string property)
    {
        Match list = Regex.Match(shell, @"^\s+" + property + @" =\s*\[(.*?)\],$", RegexOptions.Singleline | RegexOptions.Multiline);
        return !list.Success ? [] : [.. Entry().Matches(list.Groups[1].Value).Select(entry => (entry.Groups[1].Value, "[" + entry.Groups[2].Value + "]"))];
    }

    [GeneratedRegex("""new\("((?:[^"\\]|\\.)*)", (?:\[([0-9, ]*)\])?""")]
    private static partial Regex Entry();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
