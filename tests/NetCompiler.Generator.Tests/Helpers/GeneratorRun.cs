using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Core;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Models;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>A run of the generator over a compilation, and what came of it.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation input)
    {
        Input = input;
        _driver = driver.RunGeneratorsAndUpdateCompilation(
            input,
            out Compilation output,
            out ImmutableArray<Diagnostic> diagnostics,
            TestContext.Current.CancellationToken);
        Output = output;
        Diagnostics = diagnostics;
        Result = Assert.Single(_driver.GetRunResult().Results);
        Assert.Null(Result.Exception);
    }

    public CSharpCompilation Input { get; }

    public Compilation Output { get; }

    /// <summary>What the generator reported, less what the text suppresses.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public GeneratorRunResult Result { get; }

    public IEnumerable<NetworkReading> Readings => Values<NetworkReading>(TrackingNames.Networks);

    public static GeneratorRun Of(params string[] sources) => Of(TestCompilation.Create(sources));

    public static GeneratorRun Of(CSharpCompilation compilation) => Of(compilation, new NetworkGenerator());

    /// <summary>With a core of the test's own.</summary>
    public static GeneratorRun Of(CSharpCompilation compilation, Func<NetworkDeclaration, CancellationToken, CompileResult> core) =>
        Of(compilation, new NetworkGenerator(core));

    /// <summary>The one network in the sources, as it was read; fails if anything was reported.</summary>
    public static NetworkDeclaration Read(params string[] sources) => Read(TestCompilation.Create(sources));

    public static NetworkDeclaration Read(CSharpCompilation compilation)
    {
        // With a file, for the driver records only the steps that lead to an output.
        GeneratorRun run = Of(compilation, FakeCore.Echo);
        Assert.Empty(run.Diagnostics);
        NetworkReading reading = Assert.Single(run.Readings);
        Assert.NotNull(reading.Declaration);
        return reading.Declaration;
    }

    /// <summary>Runs once more, with what the driver remembers.</summary>
    public GeneratorRun Again(CSharpCompilation compilation) => new(_driver, compilation);

    /// <summary>What a step gave.</summary>
    public IEnumerable<T> Values<T>(string step) => Outputs(step).Select(output => (T)output.Value);

    public IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(string step) =>
        Result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(run => run.Outputs)
            : [];

    private static GeneratorRun Of(CSharpCompilation compilation, NetworkGenerator generator) => new(
        CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options ?? TestCompilation.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)),
        compilation);
}
