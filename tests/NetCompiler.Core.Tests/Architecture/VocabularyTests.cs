using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Architecture;

/// <summary>
/// No layer and no loss without its proofs: a case of PyTorch's, or a closed form, in tests/fixtures, and a place in the random networks, whose emitted code is compared with the
/// interpreter. The examples of docs/layers.md prove the derivatives of each (SampleDerivativeTests).
/// </summary>
public sealed class VocabularyTests
{
    // They compute nothing of their own: there is nothing to compare with PyTorch.
    private static readonly string[] s_withoutFixture = ["Input", "Parameter", "Output", "From", "Use", "Map"];

    // Their random numbers are not PyTorch's. What they draw is compared with the interpreter's closed forms, and how often.
    private static readonly string[] s_random = ["Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "GaussianNoise", "GaussianDropout"];

    [Fact]
    public void Every_line_is_compared_with_PyTorch()
    {
        HashSet<string> kinds = [.. FixtureFiles().SelectMany(file => Regex.Matches(File.ReadAllText(file), "\"kind\": ?\"(\\w+)\"").Select(match => match.Groups[1].Value))];

        AssertNone("no case in tests/fixtures", Catalog().Except(kinds).Except(s_withoutFixture).Except(s_random));
    }

    [Fact]
    public void Every_line_occurs_in_the_random_networks()
    {
        var kinds = new HashSet<string>();
        foreach (NetworkDeclaration declaration in NetworkCase.Seeds.Select(NetworkCase.DeclarationOf))
        {
            kinds.UnionWith(declaration.Lines.Concat(declaration.Blocks.SelectMany(block => block.Lines)).Select(line => line.Kind));
        }

        AssertNone("not in the random networks of the default seeds", Catalog().Except(kinds));
    }

    // A remark such as a budget computes nothing.
    private static IEnumerable<string> Catalog() => LayerCatalog.All.Where(layer => layer.Role != LayerRole.Remark).Select(layer => layer.Kind);

    private static void AssertNone(string problem, IEnumerable<string> kinds) => Assert.True(!kinds.Any(), $"{problem}: {string.Join(", ", kinds)}");

    // Above the test's own assembly: a deterministic build maps the paths of sources away.
    private static string[] FixtureFiles()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string fixtures = Path.Combine(folder.FullName, "tests", "fixtures");
            if (Directory.Exists(fixtures))
            {
                return Directory.GetFiles(fixtures, "*.json");
            }
        }

        throw new DirectoryNotFoundException($"No tests/fixtures above {AppContext.BaseDirectory}.");
    }
}
