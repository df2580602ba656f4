using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Suite;

namespace NetCompiler.Benchmarks.Generation;

/// <summary>Measures the source generator on one network, in a process that has not run it before.</summary>
internal static class GeneratorBenchmark
{
    /// <summary>The columns of the table of sizes.</summary>
    public const string SizeHeader = "net\ttext_bytes\til_bytes\tlargest_method_il_bytes\tmethods";

    private const int Runs = 20;
    private const int FewestRuns = 5;

    // Calls are recompiled after thirty.
    private const int WarmUps = 40;

    // Large networks get fewer warm-ups and runs. The generator is warm when the JIT has optimised it, which takes some seconds whatever the network.
    private static readonly TimeSpan s_warming = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Networks of this benchmark alone.</summary>
    public static IReadOnlyList<string> SyntheticNames { get; } = ["dense_3", "dense_100", "resnet18_train", "mobilenet_v2_train"];

    /// <summary>
    /// Measures. The first run includes compiling the generator itself just in time; the C# compiler has compiled other code before. Then come runs
    /// that remember nothing, once everything is compiled, and runs after an edit of another file, which remember all. Times
    /// include the C# compiler's part: binding the attributes, and parsing what was written.
    /// </summary>
    public static (IReadOnlyList<ResultRow> Rows, string Size) Run(string name)
    {
        string[] declarations = name switch
        {
            "dense_3" => [SyntheticNetwork.Declare(3)],
            "dense_100" => [SyntheticNetwork.Declare(100)],
            "resnet18_train" => GeneratedCompilation.TrainableDeclarations(nameof(Networks.ResNet18)),
            "mobilenet_v2_train" => GeneratedCompilation.TrainableDeclarations(nameof(Networks.MobileNetV2)),
            _ => GeneratedCompilation.Declarations(NetworkSuite.Find(name).TypeName),
        };
        CSharpCompilation compilation = GeneratedCompilation.Create([.. declarations, Other(0)]);
        GeneratedCompilation.Emit(GeneratedCompilation.Create(Other(0)));

        var rows = new List<ResultRow>();
        GeneratorDriver driver = GeneratedCompilation.CreateDriver();
        rows.Add(new ResultRow(name, "generator_first", "netcompiler", Measurement.Of([Time(ref driver, compilation)]), 0, 0));

        Add(rows, name, "warm", () =>
        {
            // A clone has bound no symbols yet, as the compilation after an edit has not.
            GeneratorDriver fresh = GeneratedCompilation.CreateDriver();
            return Time(ref fresh, compilation.Clone());
        });
        int edits = 0;
        Add(rows, name, "cached", () =>
        {
            SyntaxTree tree = compilation.SyntaxTrees.Last();
            GeneratorDriver again = driver;
            return Time(ref again, compilation.ReplaceSyntaxTree(tree, GeneratedCompilation.Parse(Other(++edits), tree.FilePath)));
        });

        long text = GeneratedCompilation.Sources(driver).Sum(source => (long)Encoding.UTF8.GetByteCount(source.SourceText.ToString()));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        EmittedSize size = EmittedSize.Of(GeneratedCompilation.Emit(output));
        return (rows, string.Create(CultureInfo.InvariantCulture, $"{name}\t{text}\t{size.Total}\t{size.Largest}\t{size.Methods}"));
    }

    private static string Other(int edit) => FormattableString.Invariant($"namespace Measured; internal static class Other {{ public static int Value() => {edit}; }}\n");

    private static void Add(List<ResultRow> rows, string name, string kind, Func<double> run)
    {
        Repeat(WarmUps, s_warming, run);
        double[] times = [.. Repeat(Runs, s_patience, run)];
        rows.Add(new ResultRow(name, "generator_" + kind, "netcompiler", Measurement.Of(times), 0, 0));
    }

    private static List<double> Repeat(int runs, TimeSpan patience, Func<double> run)
    {
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        while (times.Count < runs && (times.Count < FewestRuns || Stopwatch.GetElapsedTime(start) < patience))
        {
            times.Add(run());
        }

        return times;
    }

    private static double Time(ref GeneratorDriver driver, Compilation compilation)
    {
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(compilation);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
