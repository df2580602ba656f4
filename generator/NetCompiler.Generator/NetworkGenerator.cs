using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetCompiler.Core;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Models;
using NetCompiler.Generator.Reading;

namespace NetCompiler.Generator;

/// <summary>Writes the members of classes that carry <c>[Network]</c>. This file is the pipeline; each step lives in a file of its own.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly CompilerHost _compiler;

    /// <summary>The generator as the C# compiler makes it.</summary>
    public NetworkGenerator()
        : this(NetworkCompiler.Compile)
    {
    }

    /// <summary>A generator over another core: tests of the pipeline put their own in.</summary>
    internal NetworkGenerator(Func<NetworkDeclaration, CancellationToken, CompileResult> core) => _compiler = new CompilerHost(core);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkReading> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.NetworkAttribute, NetworkReader.CanRead, NetworkReader.Read)
            .Where(static reading => reading is not null)
            .Select(static (reading, _) => reading!)
            .WithTrackingName(TrackingNames.Networks);

        IncrementalValuesProvider<EquatableArray<Problem>> blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.BlockAttribute, BlockChecks.CanCheck, BlockChecks.Check)
            .WithTrackingName(TrackingNames.Blocks);

        IncrementalValuesProvider<CompiledNetwork> compiled = networks
            .Select(_compiler.Compile)
            .WithTrackingName(TrackingNames.Compiled);

        IncrementalValuesProvider<SourceFile> files = compiled
            .SelectMany(static (network, _) => network.Files)
            .WithTrackingName(TrackingNames.Files);

        IncrementalValueProvider<EquatableArray<string>> clashes = files
            .Select(static (file, _) => file.HintName)
            .Collect()
            .Select(HintNames.FindClashes)
            .WithTrackingName(TrackingNames.HintNameClashes);

        IncrementalValuesProvider<SourceFile> outputs = files
            .Combine(clashes)
            .Select(static (pair, _) => pair.Left with { HintName = HintNames.MakeUnique(pair.Left.HintName, pair.Right) })
            .WithTrackingName(TrackingNames.Outputs);

        context.RegisterSourceOutput(outputs, FileOutput.Add);

        // Diagnostics have an output of their own: their locations change with every edit of a file, the models above do not. The
        // compilation joins only classes that have problems, so that a project without errors does no work here.
        IncrementalValuesProvider<EquatableArray<Problem>> networkProblems = compiled
            .Select(static (network, _) => network.Problems)
            .Where(static problems => problems.Count > 0)
            .WithTrackingName(TrackingNames.NetworkProblems);

        IncrementalValuesProvider<EquatableArray<Problem>> blockProblems = blocks
            .Where(static problems => problems.Count > 0)
            .WithTrackingName(TrackingNames.BlockProblems);

        context.RegisterSourceOutput(networkProblems.Combine(context.CompilationProvider), ProblemOutput.Report);
        context.RegisterSourceOutput(blockProblems.Combine(context.CompilationProvider), ProblemOutput.Report);
    }
}
