using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>Projects with every warning on and an error, compiled with the generator to the end, loaded, and their networks made.</summary>
internal static class CompiledNetworks
{
    /// <summary>The attributes of a network that needs every function and every helper of the emitted text.</summary>
    public const string Everything = "[global::NetCompiler.Network(Batch = 9, HessianVector = true, InputGradient = true, Jacobian = true, L2 = 1e-4), global::NetCompiler.Input(5), "
        + "global::NetCompiler.Linear(4, Name = \"a\"), global::NetCompiler.Tanh, global::NetCompiler.Dropout, global::NetCompiler.Linear(3), global::NetCompiler.Sigmoid, global::NetCompiler.Linear(3), "
        + "global::NetCompiler.SoftmaxCrossEntropy]\n";

    /// <summary>The attributes of a small network.</summary>
    public const string Small = "[global::NetCompiler.Network, global::NetCompiler.Input(5), global::NetCompiler.Linear(3), global::NetCompiler.Tanh, global::NetCompiler.MeanSquaredError]\n";

    /// <summary>As strict as a project can be: documentation read and demanded, every warning an error, arithmetic checked.</summary>
    public static CSharpCompilation Strict(params string[] sources)
    {
        CSharpCompilation compilation = TestCompilation.Create(
            "Strict",
            TestCompilation.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose),
            TestCompilation.Framework.Append(TestCompilation.Runtime),
            sources);
        return compilation.WithOptions(compilation.Options
            .WithWarningLevel(9999)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error)
            .WithOverflowChecks(true));
    }

    /// <summary>Compiles, allows no diagnostic of any kind, makes an instance of each named class, and returns the run.</summary>
    public static GeneratorRun Make(CSharpCompilation compilation, params string[] networks)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        GeneratorRun run = GeneratorRun.Of(compilation);
        Assert.Empty(run.Diagnostics);
        Assert.NotEmpty(networks);
        Assert.Equal(2 * networks.Length, run.Result.GeneratedSources.Length);
        using var image = new MemoryStream();
        EmitResult result = run.Output.Emit(image, cancellationToken: cancellation);
        Assert.True(result.Success && result.Diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Hidden), Describe(result.Diagnostics));

        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            image.Position = 0;
            Assembly assembly = context.LoadFromStream(image);
            foreach (string network in networks)
            {
                Type type = assembly.GetType(network, throwOnError: true)!;
                object instance = Activator.CreateInstance(type, 1)!;
                var description = (NetworkDescription)type.GetProperty("Description")!.GetValue(null)!;
                var parameters = (ParameterCollection)type.GetProperty("Parameters")!.GetValue(instance)!;
                Assert.Equal(network.Replace('+', '.'), description.Name);
                Assert.Equal(description.Parameters.Count, parameters.Count);
            }
        }
        finally
        {
            context.Unload();
        }

        return run;
    }

    private static string Describe(IEnumerable<Diagnostic> diagnostics) => string.Join("\n", diagnostics
        .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)
        .Take(5)
        .Select(diagnostic => diagnostic + "\n    " + diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]));
}
