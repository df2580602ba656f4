using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>The lines of networks and blocks, and their arguments.</summary>
public sealed class LineReadingTests
{
    // A layer that the generator has never heard of: the reader must know none.
    private const string Probe = """
        using NetCompiler;
        public enum Color { Red, Green = 5, Lime = 5 }
        [System.AttributeUsage(System.AttributeTargets.Class, AllowMultiple = true)]
        public class ProbeAttribute(int count = 7, string? text = null, params double[] values) : LayerAttribute
        {
            public int Count => count;
            public string? Text => text;
            public double[] Values => values;
            public bool Flag { get; set; }
            public Color Color { get; set; }
            public float Half { get; set; }
            public string[]? Names { get; set; }
            public System.Type? Type { get; set; }
            public ulong Big { get; set; }
        }
        public class Derived : ProbeAttribute;

        """;

    [Fact]
    public void Defaults_of_constructor_parameters_are_read() => AssertArguments(
        "[Probe]",
        ("count", ArgumentValue.Of(7)),
        ("text", ArgumentValue.Null),
        ("values", ArgumentValue.Of(EquatableArray<ArgumentValue>.Empty)));

    [Fact]
    public void Positional_arguments_take_the_parameters_names() => AssertArguments(
        "[Probe(1 + 2, \"a\", 1, 2.5)]",
        ("count", ArgumentValue.Of(3)),
        ("text", ArgumentValue.Of("a")),
        ("values", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(1.0), ArgumentValue.Of(2.5)))));

    [Fact]
    public void Named_arguments_follow_in_their_own_order() => AssertArguments(
        "[Probe(text: \"b\", count: -1, Flag = true, Names = [\"x\", null!], Half = 0.1f, Color = Color.Green, Type = typeof(Mlp))]",
        ("count", ArgumentValue.Of(-1)),
        ("text", ArgumentValue.Of("b")),
        ("values", ArgumentValue.Of(EquatableArray<ArgumentValue>.Empty)),
        ("Flag", ArgumentValue.Of(true)),
        ("Names", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of("x"), ArgumentValue.Null))),
        ("Half", ArgumentValue.Of((double)0.1f)),
        ("Color", ArgumentValue.Of("Green")),
        ("Type", ArgumentValue.Of("Mlp")));

    [Fact]
    public void Enumeration_without_a_name_stays_a_number() =>
        Assert.Equal(ArgumentValue.Of(99), Line("[Probe(Color = (Color)99)]").Arguments.Single(argument => argument.Name == "Color").Value);

    [Fact]
    public void Number_beyond_long_stays_a_number() =>
        Assert.Equal(ArgumentValue.Of(18446744073709551615.0), Line("[Probe(Big = ulong.MaxValue)]").Arguments.Single(argument => argument.Name == "Big").Value);

    [Fact]
    public void Null_array_is_null() =>
        Assert.Equal(ArgumentValue.Null, Line("[Probe(Names = null)]").Arguments.Single(argument => argument.Name == "Names").Value);

    [Fact]
    public void Attribute_class_without_suffix_and_of_a_deeper_level_is_a_line() => Assert.Equal("Derived", Line("[Derived]").Kind);

    [Fact]
    public void Options_of_the_network()
    {
        NetworkDeclaration declaration = GeneratorRun.Read("using NetCompiler;\n[Network(Batch = 32, L2 = 1e-4, HessianVector = true), Input(4)] partial class Mlp;");

        Assert.Equal(
            EquatableArray.Of(
                new ArgumentDeclaration("Batch", ArgumentValue.Of(32)),
                new ArgumentDeclaration("L2", ArgumentValue.Of(1e-4)),
                new ArgumentDeclaration("HessianVector", ArgumentValue.Of(true))),
            declaration.Options);
    }

    [Fact]
    public void Lines_are_in_source_order_and_count_foreign_attributes()
    {
        NetworkDeclaration declaration = GeneratorRun.Read(
            "using NetCompiler;\n[System.Serializable, Network, Input(1, 2)]\n[Linear(3), System.Obsolete, ReLU]\n[Linear(2, Bias = false)]\npartial class Mlp;");

        Assert.Equal(
            [("Input", 2), ("Linear", 3), ("ReLU", 5), ("Linear", 6)],
            declaration.Lines.Select(line => (line.Kind, line.Location.Index)));
        Assert.All(declaration.Lines, line => Assert.Equal("Mlp", line.Location.Owner));
    }

    [Fact]
    public void Blocks_are_read_transitively_and_once()
    {
        NetworkDeclaration declaration = GeneratorRun.Read(
            "using NetCompiler;\n[Network, Input(4), Use<Space.Z>(8, Times = 2), Use<Outer.A>, Use<Space.Z>]\npartial class Mlp;",
            "using NetCompiler;\nnamespace Space { [Block, Use<Outer.A>(Arg.B), Linear(Arg.A)] class Z; [Block, ReLU] class Unused; }",
            "using NetCompiler;\npartial class Outer { [Block, Linear(Arg.D, Bias = false), Tanh] public abstract class A; }");

        Assert.Equal(["Outer+A", "Space.Z"], declaration.Blocks.Select(block => block.Name));
        Assert.Equal(["Linear", "Tanh"], declaration.Blocks[0].Lines.Select(line => line.Kind));
        Assert.Equal(new AttributeLocation("Outer+A", 1), declaration.Blocks[0].Lines[0].Location);
        Assert.Equal(new ArgumentDeclaration("outputs", ArgumentValue.Of(Arg.D)), declaration.Blocks[0].Lines[0].Arguments[0]);
        Assert.Equal(["Use", "Linear"], declaration.Blocks[1].Lines.Select(line => line.Kind));
        Assert.Equal(["Space.Z", "Outer+A", "Space.Z"], declaration.Lines.Skip(1).Select(line => line.TypeArgument));
        Assert.Equal(
            EquatableArray.Of(
                new ArgumentDeclaration("a", ArgumentValue.Of(8)),
                new ArgumentDeclaration("b", ArgumentValue.Of(0)),
                new ArgumentDeclaration("c", ArgumentValue.Of(0)),
                new ArgumentDeclaration("d", ArgumentValue.Of(0)),
                new ArgumentDeclaration("Times", ArgumentValue.Of(2))),
            declaration.Lines[1].Arguments);
        Assert.Equal(ArgumentValue.Of(Arg.B), declaration.Blocks[1].Lines[0].Arguments[0].Value);
    }

    [Fact]
    public void Block_that_places_itself_is_read_for_the_core_to_refuse() => Assert.Equal(
        ["A", "B"],
        GeneratorRun.Read("using NetCompiler;\n[Network, Input(4), Use<A>] partial class Mlp; [Block, Use<B>] class A; [Block, Use<A>] class B;").Blocks.Select(block => block.Name));

    [Fact]
    public void Blocks_of_a_referenced_assembly_keep_the_order_of_their_source()
    {
        MetadataReference library = TestCompilation.Image(
            "Library",
            TestCompilation.Framework.Append(TestCompilation.Runtime),
            "using NetCompiler;\nnamespace Library;\n[ReLU, Linear(1), System.Obsolete, Tanh]\n[Block]\n[Linear(2, Name = \"a\"), Sigmoid, Linear(3), Use<Inner>(Arg.A), ReLU, Add(\"a\", \"input\")]\npublic class Piece;\n"
                + "[Block, Linear(Arg.A, WeightInit = Init.KaimingNormal)]\npublic class Inner;");
        NetworkDeclaration declaration = GeneratorRun.Read(TestCompilation.Create(
            TestCompilation.Framework.Append(TestCompilation.Runtime).Append(library),
            "using NetCompiler;\n[Network, Input(4), Use<Library.Piece>(5)]\npartial class Mlp;"));

        Assert.Equal(["Library.Inner", "Library.Piece"], declaration.Blocks.Select(block => block.Name));
        Assert.Equal(
            [("ReLU", 0), ("Linear", 1), ("Tanh", 3), ("Linear", 5), ("Sigmoid", 6), ("Linear", 7), ("Use", 8), ("ReLU", 9), ("Add", 10)],
            declaration.Blocks[1].Lines.Select(line => (line.Kind, line.Location.Index)));
        Assert.Equal(
            new ArgumentDeclaration("names", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of("a"), ArgumentValue.Of("input")))),
            declaration.Blocks[1].Lines[8].Arguments[0]);
        Assert.Equal(new ArgumentDeclaration("WeightInit", ArgumentValue.Of("KaimingNormal")), declaration.Blocks[0].Lines[0].Arguments[1]);
    }

    private static LineDeclaration Line(string attribute) => GeneratorRun.Read($"{Probe}[Network] {attribute} partial class Mlp;").Lines.Single();

    private static void AssertArguments(string attribute, params (string Name, ArgumentValue Value)[] expected)
    {
        LineDeclaration line = Line(attribute);

        Assert.Equal("Probe", line.Kind);
        Assert.Equal(expected.Select(pair => new ArgumentDeclaration(pair.Name, pair.Value)), line.Arguments);
    }
}
