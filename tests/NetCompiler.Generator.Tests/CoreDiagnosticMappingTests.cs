using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Core;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That an error of the core becomes a diagnostic at the attribute that it names.</summary>
public sealed class CoreDiagnosticMappingTests
{
    [Fact]
    public void Error_stands_under_its_attribute_even_between_foreign_ones()
    {
        Marked marked = Marked.Parse("using NetCompiler;\n[Network, System.Obsolete, Input(4)]\n[[|Linear(outputs: 3)|], ReLU]\npublic partial class Mlp;");
        GeneratorRun run = Run(marked.Source, declaration => Error("NC0106", declaration.Lines[1].Location));

        Expect.Is(Assert.Single(run.Diagnostics), "NC0106", "the core's own {words}", marked, run.Input.SyntaxTrees[0]);
    }

    [Fact]
    public void Error_of_a_block_has_its_line_as_additional_location()
    {
        Marked marked = Marked.Parse("using NetCompiler;\n[Network, Input(4), [|Use<Piece>|]]\npublic partial class Mlp;\n[Block, ReLU, Linear(3)]\npublic class Piece;");
        GeneratorRun run = Run(
            marked.Source,
            declaration => Error("NC0107", declaration.Lines[1].Location, declaration.Blocks[0].Lines[1].Location));

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Expect.Is(diagnostic, "NC0107", "the core's own {words}", marked, run.Input.SyntaxTrees[0]);
        Assert.Equal("Linear(3)", Expect.TextOf(Assert.Single(diagnostic.AdditionalLocations)));
    }

    [Fact]
    public void Line_of_a_block_in_a_referenced_assembly_has_no_location_of_its_own()
    {
        MetadataReference library = TestCompilation.Image(
            "Library",
            TestCompilation.Framework.Append(TestCompilation.Runtime),
            "using NetCompiler;\n[Block, Linear(3)]\npublic class Piece;");
        Marked marked = Marked.Parse("using NetCompiler;\n[Network, Input(4), [|Use<Piece>|]]\npublic partial class Mlp;");
        GeneratorRun run = GeneratorRun.Of(
            TestCompilation.Create(TestCompilation.Framework.Append(TestCompilation.Runtime).Append(library), marked.Source),
            (declaration, _) => Error("NC0107", declaration.Lines[1].Location, declaration.Blocks[0].Lines[0].Location));

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Expect.Is(diagnostic, "NC0107", "the core's own {words}", marked, run.Input.SyntaxTrees[0]);
        Assert.Empty(diagnostic.AdditionalLocations);
    }

    [Fact]
    public void Place_without_text_falls_back_to_the_next_one()
    {
        Marked marked = Marked.Parse("using NetCompiler;\n[Network, Input(4), [|ReLU|]]\npublic partial class Mlp;");
        GeneratorRun run = Run(
            marked.Source,
            declaration => Error("NC0107", new AttributeLocation("Elsewhere.Piece", 2), declaration.Lines[1].Location));

        Expect.Is(Assert.Single(run.Diagnostics), "NC0107", "the core's own {words}", marked, run.Input.SyntaxTrees[0]);
    }

    [Fact]
    public void Class_itself_is_the_name_in_the_marked_declaration()
    {
        Marked marked = Marked.Parse("using NetCompiler;\npublic partial class Mlp;\n[Network, Input(4)]\npublic partial class [|Mlp|];");
        GeneratorRun run = Run(marked.Source, declaration => Error("NC0101", new AttributeLocation(declaration.Type.MetadataName, -1)));

        Expect.Is(Assert.Single(run.Diagnostics), "NC0101", "the core's own {words}", marked, run.Input.SyntaxTrees[0]);
    }

    [Fact]
    public void Unknown_code_still_shows_its_message()
    {
        GeneratorRun run = Run(
            "using NetCompiler;\n[Network, Input(4)]\npublic partial class Mlp;",
            declaration => Error("NC0998", declaration.Lines[0].Location));

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("NC0099", diagnostic.Id);
        Assert.EndsWith("NC0998: the core's own {words}", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), System.StringComparison.Ordinal);
    }

    private static GeneratorRun Run(string source, System.Func<NetworkDeclaration, CompileResult> core) =>
        GeneratorRun.Of(TestCompilation.Create(source), (declaration, _) => core(declaration));

    private static CompileResult Error(string code, AttributeLocation location, params AttributeLocation[] additional) =>
        FakeCore.Empty with { Errors = EquatableArray.Of(new CompileError(code, "the core's own {words}", location, EquatableArray.Of(additional))) };
}
