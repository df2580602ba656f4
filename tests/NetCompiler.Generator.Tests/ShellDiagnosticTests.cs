using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>What the shell refuses: ID, message and the exact text under the squiggle.</summary>
public sealed class ShellDiagnosticTests
{
    private const string Rest = ", Input(4), Linear(2), SoftmaxCrossEntropy]\n";

    // As much of a framework as attributes need, and the runtime library's names: what a project for an old framework sees.
    private const string OldFramework = """
        namespace System
        {
            public class Object;
            public struct Void;
            public abstract class ValueType;
            public abstract class Enum : ValueType;
            public struct Boolean;
            public struct Int32;
            public sealed class String;
            public abstract class Array;
            public abstract class Attribute;
            public enum AttributeTargets { Class = 4 }
            public sealed class AttributeUsageAttribute : Attribute
            {
                public AttributeUsageAttribute(AttributeTargets validOn) { }
                public bool AllowMultiple { get { return true; } set { } }
                public bool Inherited { get { return true; } set { } }
            }
        }
        namespace NetCompiler
        {
            public sealed class NetworkAttribute : System.Attribute;
            public static class NetworkDescription { public const int CurrentContractVersion = 1; }
        }
        """;

    [Theory]
    [InlineData("class")]
    [InlineData("record")]
    public void Class_that_is_not_partial(string keyword) => Expect.Diagnostic(
        "NC0001",
        $"'Mlp' carries [Network] but is not partial, so no members can be added to it: write 'partial {keyword} Mlp'",
        $"using NetCompiler;\n[Network{Rest}public {keyword} [|Mlp|];");

    [Theory]
    [InlineData("class")]
    [InlineData("struct")]
    [InlineData("interface")]
    [InlineData("record")]
    [InlineData("record struct")]
    public void Container_that_is_not_partial(string keyword) => Expect.Diagnostic(
        "NC0002",
        $"'Outer' contains the network 'Mlp' but is not partial, so no members can be added to the network: write 'partial {keyword} Outer'",
        $"using NetCompiler;\npublic {keyword} [|Outer|]\n{{\n[Network{Rest}public partial class Mlp;\n}}");

    [Fact]
    public void Generic_class() => Expect.Diagnostic(
        "NC0003",
        "'Mlp' is a network with type parameters on itself or on a type around it, but every shape must be a constant: "
            + "remove the type parameters, or move it out of the generic type",
        $"using NetCompiler;\n[Network{Rest}public partial class [|Mlp|]<T>;");

    [Fact]
    public void Class_in_a_generic_type() => Expect.Diagnostic(
        "NC0003",
        "'Mlp' is a network with type parameters on itself or on a type around it, but every shape must be a constant: "
            + "remove the type parameters, or move it out of the generic type",
        $"using NetCompiler;\npublic partial class Outer<T>\n{{\n[Network{Rest}public partial class [|Mlp|];\n}}");

    [Fact]
    public void Generic_block() => Expect.Diagnostic(
        "NC0003",
        "'Piece' is a block with type parameters on itself or on a type around it, but every shape must be a constant: "
            + "remove the type parameters, or move it out of the generic type",
        "using NetCompiler;\n[Block, Linear(3)]\npublic class [|Piece|]<T>;");

    [Fact]
    public void Use_of_a_generic_block()
    {
        Marked marked = Marked.Parse("using NetCompiler;\n[Network, Input(4), [|Use<Piece<int>>|]]\npublic partial class Mlp;\npublic class Piece<T>;");
        GeneratorRun run = GeneratorRun.Of(marked.Source);

        Expect.Is(
            Assert.Single(run.Diagnostics),
            "NC0003",
            "'Piece' is a block with type parameters on itself or on a type around it, but every shape must be a constant: "
                + "remove the type parameters, or move it out of the generic type",
            marked,
            run.Input.SyntaxTrees[0]);
    }

    [Fact]
    public void Attributes_on_two_declarations() => Expect.Diagnostic(
        "NC0004",
        "The attributes of 'Mlp' stand on more than one declaration of the class, so that their order is undefined: "
            + "move this one to the declaration that carries [Network]",
        "using NetCompiler;\n[[|Linear(3)|], Linear(2)]\npublic partial class Mlp;",
        "using NetCompiler;\n[Network, Input(4)]\npublic partial class Mlp;");

    [Fact]
    public void Attributes_of_a_block_on_two_declarations() => Expect.Diagnostic(
        "NC0004",
        "The attributes of 'Piece' stand on more than one declaration of the class, so that their order is undefined: "
            + "move this one to the declaration that carries [Block]",
        "using NetCompiler;\n[Block, Linear(3)]\npublic partial class Piece;\n[[|ReLU|]]\npublic partial class Piece;");

    [Fact]
    public void Foreign_attributes_may_stand_on_another_declaration() => Assert.Equal(
        ["Input", "Linear"],
        GeneratorRun.Read(
            "using NetCompiler;\n[Network, Input(4), Linear(2)]\npublic partial class Mlp;",
            "[System.Serializable]\npublic partial class Mlp;").Lines.Select(line => line.Kind));

    [Fact]
    public void Network_and_block_together() => Expect.Diagnostic(
        "NC0005",
        "'Mlp' carries both [Network] and [Block]: remove one, or make the block a class of its own and place it in the network by [Use<...>]",
        "using NetCompiler;\n[Network, [|Block|], Input(4)]\npublic partial class Mlp;");

    [Fact]
    public async Task Layers_on_a_class_that_is_neither()
    {
        Marked marked = Marked.Parse("using NetCompiler;\n[[|Linear(3)|], ReLU]\npublic partial class Mlp;");
        CSharpCompilation compilation = TestCompilation.Create(marked.Source);
        System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers([new OrphanLayerAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Expect.Is(
            Assert.Single(diagnostics),
            "NC0006",
            "'Mlp' has the layer [Linear] but neither [Network] nor [Block], so nothing is generated for it: add one of them",
            marked,
            compilation.SyntaxTrees[0]);
    }

    [Theory]
    [InlineData("[Network, Input(4), Linear(3)] partial class A;")]
    [InlineData("[Block, Linear(3)] class A;")]
    [InlineData("[System.Serializable] class A;")]
    public async Task Layers_are_no_orphans(string source)
    {
        System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics = await TestCompilation.Create("using NetCompiler; " + source)
            .WithAnalyzers([new OrphanLayerAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Unsupported_framework() => Expect.Diagnostic(
        "NC0007",
        "'Mlp' cannot be compiled for this target framework, which lacks System.Runtime.Intrinsics.Vector512.MultiplyAddEstimate: "
            + "target net9.0 or later",
        [],
        TestCompilation.ParseOptions,
        "[NetCompiler.Network]\npublic partial class [|Mlp|] { }",
        OldFramework);

    [Fact]
    public void Unsupported_language() => Expect.Diagnostic(
        "NC0008",
        "'Mlp' cannot be compiled as C# 12.0: emitted code needs C# 13, so remove <LangVersion> from the project or raise it",
        TestCompilation.Framework.Append(TestCompilation.Runtime),
        new CSharpParseOptions(LanguageVersion.CSharp12),
        $"using NetCompiler;\n[Network{Rest}public partial class [|Mlp|];");

    [Theory]
    [InlineData("public static class NetworkDescription { public const int CurrentContractVersion = 2; }", "2")]
    [InlineData("", "unknown")]
    public void Contract_mismatch(string description, string version)
    {
        MetadataReference runtime = TestCompilation.Image(
            "NetCompiler.Runtime",
            TestCompilation.Framework,
            "[assembly: System.Reflection.AssemblyVersion(\"7.8.9.0\")]\n"
                + "namespace NetCompiler { public sealed class NetworkAttribute : System.Attribute; " + description + " }");
        Version generator = typeof(NetworkGenerator).Assembly.GetName().Version!;

        Expect.Diagnostic(
            "NC0009",
            $"'Mlp' cannot be compiled: the generator of NetCompiler {generator.ToString(3)} writes for contract 1, but the referenced "
                + $"runtime library 7.8.9 follows contract {version}; reference the NetCompiler package in one version",
            TestCompilation.Framework.Append(runtime),
            TestCompilation.ParseOptions,
            "[NetCompiler.Network]\npublic partial class [|Mlp|];");
    }

    [Theory]
    [InlineData("static")]
    [InlineData("abstract")]
    public void Static_or_abstract_class(string modifier) => Expect.Diagnostic(
        "NC0010",
        $"'Mlp' is {modifier}, but a network has instances: remove '{modifier}'",
        $"using NetCompiler;\n[Network{Rest}public {modifier} partial class [|Mlp|];");

    [Theory]
    [InlineData("class [|Mlp|](int size)", "it has a primary constructor; remove the parameter list after its name, and declare fields or properties instead")]
    [InlineData("record [|Mlp|](int Size)", "it has a primary constructor; remove the parameter list after its name, and declare fields or properties instead")]
    [InlineData("class [|Mlp|] : Base", "its base class 'Base' has no accessible constructor without parameters; add one, or remove the base class")]
    [InlineData("class [|Mlp|] : Requiring", "its member 'Title' is required; remove 'required'")]
    public void Class_that_emitted_constructors_cannot_construct(string header, string reason) => Expect.Diagnostic(
        "NC0011",
        $"The constructors that are emitted into 'Mlp' cannot construct it: {reason}",
        $"using NetCompiler;\n[Network{Rest}public partial {header};\n"
            + "public class Base { public Base(int size) { } private Base() { } }\n"
            + "public class Requiring { public required string Title { get; set; } }");

    [Fact]
    public void File_local_class() => Expect.Diagnostic(
        "NC0012",
        "'Mlp' is or lies in a file-local type, so a second file cannot add members to it: remove 'file'",
        $"using NetCompiler;\n[Network{Rest}file partial class [|Mlp|];");

    [Fact]
    public void Use_of_a_class_that_is_no_block() => Expect.Diagnostic(
        "NC0013",
        "'Piece' is placed as a block but does not carry [Block]: mark it, or place another class",
        "using NetCompiler;\n[Network, Input(4), [|Use<Piece>(3)|], Linear(2)]\npublic partial class Mlp;\npublic class Piece;");

    [Fact]
    public void Use_of_a_class_that_is_no_block_within_a_block()
    {
        Diagnostic diagnostic = Expect.Diagnostic(
            "NC0013",
            "'Wrong' is placed as a block but does not carry [Block]: mark it, or place another class",
            "using NetCompiler;\n[Network, Input(4), [|Use<Piece>(3)|]]\npublic partial class Mlp;",
            "using NetCompiler;\n[Block, ReLU, Use<Wrong>]\npublic class Piece;\npublic class Wrong;");

        Assert.Equal("Use<Wrong>", Expect.TextOf(Assert.Single(diagnostic.AdditionalLocations)));
    }

    [Theory]
    [InlineData("Arg.A + 1")]
    [InlineData("-Arg.A")]
    [InlineData("(Arg.B)-1")]
    public void Calculation_with_arg(string expression) => Expect.Diagnostic(
        "NC0014",
        $"'{expression}' calculates with a constant of Arg, which only marks where an argument goes: "
            + "pass the final number from [Use<...>] as an argument of its own",
        $"using NetCompiler;\n[Block, [|Linear({expression})|]]\npublic class Piece;");

    [Fact]
    public void Plain_arg_is_no_calculation() => Assert.Empty(GeneratorRun.Of(
        "using NetCompiler;\n[Block, Linear((Arg.A)), Parameter([Arg.B, NetCompiler.Arg.C], Name = \"w\"), Parameter(Arg.A, 2, Name = \"v\")]\npublic class Piece;").Diagnostics);

    [Fact]
    public void Exception_in_the_core()
    {
        Marked marked = Marked.Parse($"using NetCompiler;\n[Network{Rest}public partial class [|Mlp|];");
        GeneratorRun run = GeneratorRun.Of(
            TestCompilation.Create(marked.Source),
            (_, _) => throw new InvalidOperationException("a rule is missing"));

        Expect.Is(
            Assert.Single(run.Diagnostics),
            "NC0099",
            "Internal error in NetCompiler while compiling 'Mlp', please report it: InvalidOperationException: a rule is missing",
            marked,
            run.Input.SyntaxTrees[0]);
    }

    [Fact]
    public void Cancellation_in_the_core_passes()
    {
        CSharpCompilation compilation = TestCompilation.Create($"using NetCompiler;\n[Network{Rest}public partial class Mlp;");
        using var source = new System.Threading.CancellationTokenSource();
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator((_, token) =>
            {
                source.Cancel();
                token.ThrowIfCancellationRequested();
                return FakeCore.Empty;
            }).AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions);

        Assert.ThrowsAny<OperationCanceledException>(() => driver.RunGenerators(compilation, source.Token));
    }

    [Fact]
    public void Several_problems_of_a_class_are_all_reported() => Assert.Equal(
        ["NC0002", "NC0001", "NC0003"],
        GeneratorRun.Of($"using NetCompiler;\nclass Outer<T>\n{{\n[Network{Rest}class Mlp;\n}}").Diagnostics.Select(diagnostic => diagnostic.Id));

    [Fact]
    public void Pragma_suppresses_only_what_it_encloses()
    {
        GeneratorRun run = GeneratorRun.Of(
            $"using NetCompiler;\n#pragma warning disable NC0001\n[Network{Rest}class A;\n#pragma warning restore NC0001\n[Network{Rest}class B;");

        Assert.Equal("B", Expect.TextOf(Assert.Single(run.Diagnostics, diagnostic => !diagnostic.IsSuppressed).Location));
    }

    [Theory]
    [InlineData("[Network, Network, Input(4), Linear(2)] public partial class Mlp;", "CS0579")]
    [InlineData("[Network, Input(4)] public partial class Mlp; [Network] partial class Mlp;", "CS0579")]
    [InlineData("[Network, Input(4), Linear] public partial class Mlp;", "CS7036")]
    [InlineData("[Network, Input(4), Linear(\"a\")] public partial class Mlp;", "CS1503")]
    [InlineData("[Network, Input(4), Use<Missing>] public partial class Mlp;", "CS0246")]
    [InlineData("[Network, Input(4), Lonear(3)] public partial class Mlp;", "CS0246")]
    [InlineData("[Network, Input(4)] public partial struct Mlp;", "CS0592")]
    public void What_the_compiler_reports_is_not_reported_twice(string source, string error)
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create("using NetCompiler;\n" + source), FakeCore.Echo);

        Assert.Empty(run.Diagnostics);
        Assert.Contains(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Id == error);
    }
}
