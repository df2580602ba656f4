using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That an editor does not wait for the compiler: only an edit that changes what a network says runs anything again.</summary>
public sealed class CachingTests
{
    private const string Network = "using NetCompiler;\n[Network, Input(4)]\n[Use<Piece>(8), Map(nameof(Twice))]\n[Linear(2), SoftmaxCrossEntropy]\n"
        + "public partial class Mlp { static float Twice(float x) => 2 * x; }\n";

    private const string Piece = "using NetCompiler;\n[Block, Linear(Arg.A), ReLU]\npublic class Piece;\n";

    private const string Other = "public class Other { public int Value => 1; }\n";

    // The driver records only the steps that lead to an output: those of diagnostics have a test of their own.
    private static readonly string[] s_steps = TrackingNames.All
        .Except([TrackingNames.Blocks, TrackingNames.NetworkProblems, TrackingNames.BlockProblems])
        .ToArray();

    [Fact]
    public void Equal_compilation_is_cached()
    {
        GeneratorRun first = Run();
        AssertReused(first.Again(first.Input.Clone()), s_steps);
    }

    [Fact]
    public void Edit_in_another_file_is_cached()
    {
        GeneratorRun first = Run();
        AssertReused(first.Again(first.Input.WithText(2, Other + "class More { void F() { int x = 0; } }")), s_steps);
    }

    [Fact]
    public void New_file_is_cached()
    {
        GeneratorRun first = Run();
        AssertReused(
            first.Again(first.Input.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class New;", TestCompilation.ParseOptions, cancellationToken: TestContext.Current.CancellationToken))),
            s_steps);
    }

    [Fact]
    public void Comment_in_the_same_file_is_cached()
    {
        GeneratorRun first = Run();
        AssertReused(first.Again(first.Input.WithText(0, "// A comment that moves every line.\n" + Network.Replace("public partial", "/* and here */ public partial", System.StringComparison.Ordinal))), s_steps);
    }

    [Fact]
    public void Body_of_a_method_in_the_same_class_is_cached()
    {
        GeneratorRun first = GeneratorRun.Of(TestCompilation.Create(Network + "partial class Mlp { int F() => 1; }", Piece, Other), FakeCore.Echo);
        AssertReused(first.Again(first.Input.WithText(0, Network + "partial class Mlp { int F() => 2; }")), s_steps);
    }

    [Fact]
    public void Edit_of_a_used_block_in_another_file_is_seen()
    {
        GeneratorRun first = Run();
        GeneratorRun second = first.Again(first.Input.WithText(1, Piece.Replace("ReLU", "Tanh", System.StringComparison.Ordinal)));

        AssertModified(second);
    }

    [Fact]
    public void Edit_of_a_mapped_function_is_seen()
    {
        GeneratorRun first = GeneratorRun.Of(
            TestCompilation.Create(Network, Piece, Other),
            (declaration, token) => FakeCore.Echo(declaration, token) is var result
                ? result with { Files = NetCompiler.Core.Common.EquatableArray.Of(result.Files[0] with { Text = "// " + declaration.Functions[0] }) }
                : FakeCore.Empty);
        GeneratorRun second = first.Again(first.Input.WithText(0, Network.Replace("2 * x", "3 * x", System.StringComparison.Ordinal)));

        AssertModified(second);
    }

    [Fact]
    public void Edit_of_one_network_leaves_another_cached()
    {
        const string Second = "using NetCompiler;\n[Network, Input(3), Linear(1)]\npublic partial class Second;\n";
        GeneratorRun first = GeneratorRun.Of(TestCompilation.Create(Network, Piece, Second), FakeCore.Echo);
        GeneratorRun again = first.Again(first.Input.WithText(2, Second.Replace("Linear(1)", "Linear(5)", System.StringComparison.Ordinal)));

        Assert.Equal(
            ["Cached", "Modified"],
            again.Outputs(TrackingNames.Compiled).Select(output => output.Reason.ToString()).Order(System.StringComparer.Ordinal));
    }

    [Fact]
    public void Problems_are_cached_while_their_locations_move()
    {
        const string Wrong = "using NetCompiler;\n[Network, Input(4)] public class Mlp;\n[Block, Linear(Arg.A + 1)] public class Piece;\n";
        GeneratorRun first = GeneratorRun.Of(Wrong);
        GeneratorRun second = first.Again(first.Input.WithText(0, "\n\n" + Wrong));

        AssertReused(second, [TrackingNames.Networks, TrackingNames.Blocks, TrackingNames.Compiled, TrackingNames.NetworkProblems, TrackingNames.BlockProblems]);
        Assert.Equal(["NC0001", "NC0014"], second.Diagnostics.Select(diagnostic => diagnostic.Id).Order());
        Assert.Equal([3, 4], second.Diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line).Order());
        Assert.All(second.Diagnostics, diagnostic => Assert.Same(second.Input.SyntaxTrees[0], diagnostic.Location.SourceTree));
    }

    [Fact]
    public void Models_hold_neither_symbols_nor_syntax()
    {
        const string Wrong = "using NetCompiler;\n[Network, Input(4)] public class Wrong;\n[Block, Linear(Arg.A + 1)] public class WrongPiece;\n";
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(Network, Piece, Wrong), FakeCore.Echo);

        foreach (string step in TrackingNames.All)
        {
            object[] values = run.Outputs(step).Select(output => output.Value).ToArray();
            Assert.NotEmpty(values);
            Assert.All(values, value => Assert.Null(ModelWalk.FindForbidden(value)));
        }
    }

    private static GeneratorRun Run() => GeneratorRun.Of(TestCompilation.Create(Network, Piece, Other), FakeCore.Echo);

    private static void AssertReused(GeneratorRun run, string[] steps)
    {
        foreach (string step in steps)
        {
            (object Value, IncrementalStepRunReason Reason)[] outputs = run.Outputs(step).ToArray();
            Assert.True(outputs.Length > 0, $"The step {step} did not run.");
            Assert.All(outputs, output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                $"The step {step} was {output.Reason}."));
        }

        if (!steps.Contains(TrackingNames.NetworkProblems))
        {
            IncrementalStepRunReason[] reasons = run.Result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs).Select(output => output.Reason).ToArray();
            Assert.NotEmpty(reasons);
            Assert.All(reasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }
    }

    private static void AssertModified(GeneratorRun run)
    {
        foreach (string step in new[] { TrackingNames.Networks, TrackingNames.Compiled, TrackingNames.Outputs })
        {
            Assert.Equal([IncrementalStepRunReason.Modified], run.Outputs(step).Select(output => output.Reason));
        }
    }
}
