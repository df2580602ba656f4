using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;

namespace NetCompiler.Core.Tests.Architecture;

/// <summary>Rules of the design that the compiler cannot hold us to: read from the sources.</summary>
public sealed class ConformanceTests
{
    private static readonly string[] s_stagesThatKnowOperationsOnly = ["Differentiation", "Passes", "Planning", "Emission"];

    /// <summary>Lines of declarations whose names are words of every program.</summary>
    private static readonly string[] s_generalWords = ["From", "Use", "Output", "Last", "Mean", "Max", "Scale", "Shift", "Identity", "Permute", "Split", "Step", "Threshold", "Maximum", "Minimum"];

    /// <summary>Those that are looked for whatever the files are called.</summary>
    private static readonly string[] s_knownNames = ["Linear", "Dropout", "Flatten", "Softmax", "SoftmaxCrossEntropy", "MeanSquaredError", "Conv2d", "BatchNorm", "LSTM"];

    /// <summary>What no source of the Core may name: its output depends on the declaration alone.</summary>
    private static readonly string[] s_outsideWorld =
    [
        @"System\.IO", @"System\.Net", @"System\.Diagnostics\.Process", "DateTime", "DateTimeOffset", "Stopwatch", "Random", "Environment", "Guid", "Console",
    ];

    [Fact]
    public void NoLayerOrLossIsNamedBehindTheBuildStage()
    {
        string core = CoreFolder();
        string[] names = LayerNames(core);
        IEnumerable<string> found =
            from stage in s_stagesThatKnowOperationsOnly
            where Directory.Exists(Path.Combine(core, stage))
            from mention in Mentions(Path.Combine(core, stage), names.Select(Regex.Escape))
            select mention;

        Assert.Empty(found);
    }

    // Emitted text says global:: before every name; the Core's own code never does.
    [Fact]
    public void TheCoreKnowsNoOutsideWorld() => Assert.Empty(Mentions(CoreFolder(), s_outsideWorld.Select(word => @"^(?!\s*//).*(?<!global::)\b" + word + @"\b")));

    [Fact]
    public void LayerNamesComeFromTheirFiles()
    {
        string core = CoreFolder();
        if (!Directory.Exists(Path.Combine(core, "Layers")))
        {
            Assert.Skip("No Layers folder yet.");
        }

        Assert.Contains("Linear", NamesOfFiles(core));
        Assert.Contains("Dropout", NamesOfFiles(core));
        Assert.Contains("SoftmaxCrossEntropy", NamesOfFiles(core));
    }

    [Fact]
    public void TheSearchFindsWhatItLooksFor()
    {
        string core = CoreFolder();

        Assert.NotEmpty(Mentions(Path.Combine(core, "Differentiation"), ["Contract"]));
        Assert.NotEmpty(Mentions(Path.Combine(core, "Tensors"), [@"\bSystem\.Linq\b"]));
    }

    /// <summary>
    /// From the files under Layers and Losses, as <c>DropoutLayer.cs</c>. Names that primitive operations and scalar functions have too,
    /// such as Tanh and Concat, are no sign of a layer.
    /// </summary>
    private static string[] LayerNames(string core)
    {
        var primitives = new HashSet<string>(
            Enum.GetNames<UnaryKind>()
            .Concat(Enum.GetNames<BinaryKind>())
            .Concat(Enum.GetNames<SourceKind>())
            .Concat(typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation))).Select(type => type.Name.Replace("Operation", string.Empty))),
            StringComparer.Ordinal);
        return NamesOfFiles(core).Concat(s_knownNames).Distinct().Where(name => !primitives.Contains(name) && !s_generalWords.Contains(name)).ToArray();
    }

    private static IEnumerable<string> NamesOfFiles(string core) => new[] { "Layers", "Losses" }
        .Select(folder => Path.Combine(core, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Select(file => Regex.Match(Path.GetFileNameWithoutExtension(file), "^(?<name>[A-Z][A-Za-z0-9]+)(Layer|Loss)$"))
        .Where(match => match.Success)
        .Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Mentions(string folder, IEnumerable<string> patterns)
    {
        var regex = new Regex(string.Join("|", patterns));
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(Path.GetRelativePath(folder, file), @"^(bin|obj)[\\/]"))
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Line: line, Place: $"{Path.GetRelativePath(folder, file)}:{i + 1}")))
            .Where(place => regex.IsMatch(place.Line))
            .Select(place => $"{place.Place}: {place.Line.Trim()}")
            .ToArray();
    }

    /// <summary>Beside this file; where a build maps source paths, above the test's own assembly.</summary>
    private static string CoreFolder([CallerFilePath] string here = "")
    {
        var starts = new[] { Path.GetDirectoryName(here), AppContext.BaseDirectory };
        foreach (string start in starts.OfType<string>().Where(Directory.Exists))
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string core = Path.Combine(folder.FullName, "src", "NetCompiler.Core");
                if (Directory.Exists(core))
                {
                    return core;
                }
            }
        }

        throw new DirectoryNotFoundException($"No src/NetCompiler.Core above {string.Join(" or ", starts)}.");
    }
}
