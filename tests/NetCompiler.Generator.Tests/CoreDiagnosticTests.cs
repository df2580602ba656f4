using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetCompiler.Core;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>What the core refuses, seen through the generator: the ID, the text under the squiggle, and what the message must name.</summary>
public sealed class CoreDiagnosticTests
{
    [Fact]
    public void No_input() => Refused(
        "NC0101",
        "[Network, Parameter(3, Name = \"w\")] public partial class [|Mlp|];",
        ["'Mlp'", "[Input("]);

    [Fact]
    public void Layer_before_any_input() => Refused(
        "NC0102", "[Network, [|Linear(10)|]] public partial class Mlp;", ["Linear", "[Input("]);

    [Fact]
    public void Several_inputs_and_none_is_current() => Refused(
        "NC0102",
        "[Network, Input(4, Name = \"a\"), Input(4, Name = \"b\"), [|Linear(10)|]] public partial class Mlp;",
        ["Linear", "[From("]);

    [Fact]
    public void Unknown_name() => Refused(
        "NC0103",
        "[Network, Input(4), Linear(4, Name = \"stem\"), [|Add(\"Stem\")|]] public partial class Mlp;",
        ["'Stem'", "'stem'"]);

    [Fact]
    public void Duplicate_name() => Refused(
        "NC0104",
        "[Network, Input(4), Linear(4, Name = \"a\"), [|ReLU(Name = \"a\")|]] public partial class Mlp;",
        ["'a'"],
        "Linear(4, Name = \"a\")");

    [Fact]
    public void Later_name() => Refused(
        "NC0105",
        "[Network, Input(4), [|Add(\"late\")|], Linear(4, Name = \"late\")] public partial class Mlp;",
        ["'late'"],
        "Linear(4, Name = \"late\")");

    [Fact]
    public void Shapes_that_do_not_fit() => Refused(
        "NC0106",
        "[Network, Input(16), Linear(8, Name = \"a\"), Linear(4), [|Add(\"a\")|]] public partial class Mlp;",
        ["[8]", "[4]", "'a'", "1 Linear"]);

    [Theory]
    [InlineData("[|Linear(0)|]", "outputs is 0")]
    [InlineData("[|Linear(Arg.A)|]", "Arg.A")]
    [InlineData("[|Dropout(1.5)|]", "1.5")]
    [InlineData("[|Linear(3, L2 = -1)|]", "L2 is -1")]
    public void Invalid_argument(string line, string fragment) => Refused(
        "NC0107", $"[Network, Input(16), {line}] public partial class Mlp;", [fragment]);

    [Fact]
    public void Layer_after_a_loss() => Refused(
        "NC0108", "[Network, Input(16), Linear(3), SoftmaxCrossEntropy, [|ReLU|]] public partial class Mlp;", ["[ReLU]"]);

    [Fact]
    public void Losses_that_disagree_about_their_target() => Refused(
        "NC0109",
        "[Network, Input(16), Linear(3), SoftmaxCrossEntropy(Target = \"t\"), [|MeanSquaredError(Target = \"t\")|]] public partial class Mlp;",
        ["class index", "real numbers", "'t'"]);

    [Fact]
    public void Block_that_places_itself() => Refused(
        "NC0110",
        "[Network, Input(16), [|Use<A>|]] public partial class Mlp; [Block, ReLU, Use<B>] class A; [Block, Use<A>] class B;",
        ["'A'", "A in B"],
        "Use<A>");

    [Fact]
    public void Shared_parameters_of_another_shape() => Refused(
        "NC0112",
        "[Network, Input(16), Linear(8, Name = \"a\"), [|Linear(8, Shares = \"a\")|]] public partial class Mlp;",
        ["[8,16]", "[8,8]"],
        "Linear(8, Name = \"a\")");

    [Fact]
    public void Function_that_cannot_be_translated() => Refused(
        "NC0113",
        "[Network, Input(16), [|Map(nameof(Wave))|]] public partial class Mlp { static float Wave(float x) => System.MathF.Cosh(x); }",
        ["'Wave'", "System.MathF.Cosh(x)"]);

    [Fact]
    public void Input_that_is_too_large() => Refused(
        "NC0114", "[Network(Batch = 1_000_000), [|Input(3, 512, 512)|]] public partial class Mlp;", ["[3, 512, 512]"]);

    [Fact]
    public void Line_of_a_block_is_an_additional_location() => Refused(
        "NC0107",
        "[Network, Input(16), [|Use<Piece>(-3)|]] public partial class Mlp; [Block, ReLU, Linear(Arg.A)] class Piece;",
        ["-3"],
        "Linear(Arg.A)");

    [Fact]
    public void Loss_in_a_block() => Refused(
        "NC0115",
        "[Network, Input(16), [|Use<Piece>|]] public partial class Mlp; [Block, Linear(3), MeanSquaredError] class Piece;",
        ["[MeanSquaredError]"],
        "MeanSquaredError");

    private static void Refused(string id, string markedSource, string[] fragments, string? additional = null)
    {
        Marked marked = Marked.Parse("using NetCompiler;\n" + markedSource);
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(marked.Source), BuildOnly);

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        Expect.Is(diagnostic, id, message, marked, run.Input.SyntaxTrees[0]);
        Assert.All(fragments, fragment => Assert.Contains(fragment, message, StringComparison.Ordinal));
        Assert.Equal(additional is null ? [] : [additional], diagnostic.AdditionalLocations.Select(Expect.TextOf));
        Assert.Empty(run.Result.GeneratedSources);
    }

    // The building stage finds every mistake in a declaration but those that concern the emitted class.
    private static CompileResult BuildOnly(NetworkDeclaration declaration, CancellationToken cancellation) =>
        NetworkBuilder.Build(declaration, NetworkMode.Training, cancellation).Error is { } error
            ? FakeCore.Empty with { Errors = EquatableArray.Of(error) }
            : FakeCore.Empty;
}
