using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>Where a class stands: everything that a second part of it must repeat.</summary>
public sealed class TypeReadingTests
{
    private const string Attributes = "[NetCompiler.Network, NetCompiler.Input(4)]";

    [Fact]
    public void Class_in_a_namespace() => Assert.Equal(
        new TypeDeclaration("Space.Inner", EquatableArray<string>.Empty, "Mlp", "class", "public", false, "Space.Inner.Mlp"),
        Read($"namespace Space.Inner; {Attributes} public partial class Mlp;"));

    [Fact]
    public void Class_in_the_global_namespace() => Assert.Equal(
        new TypeDeclaration("", EquatableArray<string>.Empty, "Mlp", "class", "internal", true, "Mlp"),
        Read($"{Attributes} sealed partial class Mlp;"));

    [Fact]
    public void Record() => Assert.Equal(
        new TypeDeclaration("", EquatableArray<string>.Empty, "Mlp", "record", "internal", false, "Mlp"),
        Read($"{Attributes} partial record class Mlp;"));

    [Fact]
    public void Nested_class() => Assert.Equal(
        new TypeDeclaration(
            "Space",
            EquatableArray.Of("partial class A", "partial struct B", "partial record C", "partial record struct D", "partial interface E"),
            "Mlp",
            "class",
            "private",
            false,
            "Space.A+B+C+D+E+Mlp"),
        Read($"namespace Space; partial class A {{ partial struct B {{ partial record C {{ partial record struct D {{ partial interface E {{ {Attributes} private partial class Mlp; }} }} }} }} }}"));

    [Fact]
    public void Keywords_are_escaped() => Assert.Equal(
        new TypeDeclaration("@namespace.@new", EquatableArray.Of("partial class @class"), "@record", "class", "private", false, "namespace.new.class+record"),
        Read($"namespace @namespace.@new; partial class @class {{ {Attributes} partial class @record; }}"));

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("private")]
    [InlineData("protected")]
    [InlineData("protected internal")]
    [InlineData("private protected")]
    public void Every_accessibility(string accessibility) =>
        Assert.Equal(accessibility, Read($"public partial class Outer {{ {Attributes} {accessibility} partial class Mlp; }}").Accessibility);

    [Fact]
    public void Members_of_the_user() => Assert.Equal(
        EquatableArray.Of(
            ".ctor(global::System.Collections.Generic.List<int>)",
            ".ctor(int, float)",
            "Changed",
            "Field",
            "Inherited",
            "Method",
            "Nested",
            "Property",
            "Shown",
            "ToString"),
        GeneratorRun.Read($$"""
            {{Attributes}}
            public partial class Mlp : Base, System.IDisposable
            {
                public Mlp(System.Collections.Generic.List<int> x) { }
                private Mlp(int a, float b) { }
                static Mlp() { }
                private int Field;
                public int Property { get; set; }
                public event System.Action? Changed;
                public void Method() { }
                public void Method(int x) { }
                void System.IDisposable.Dispose() { }
            }
            public partial class Mlp { private class Nested; public override string ToString() => Shown(); }
            public class Base { public int Inherited; private int _hidden; protected string Shown() => ""; }
            """).UserMembers);

    [Fact]
    public void Record_adds_no_members_of_its_own() =>
        Assert.Equal(EquatableArray<string>.Empty, GeneratorRun.Read($"{Attributes} public partial record Mlp;").UserMembers);

    [Theory]
    [InlineData("/// <summary>Text.</summary>", true)]
    [InlineData("/** <summary>Text.</summary> */", true)]
    [InlineData("/// <inheritdoc/>", true)]
    [InlineData("/// <remarks>Text.</remarks>", false)]
    [InlineData("// <summary>No documentation.</summary>", false)]
    [InlineData("", false)]
    public void Summary_is_seen_whether_or_not_documentation_is_parsed(string comment, bool expected)
    {
        string source = $"{comment}\n{Attributes}\npublic partial class Mlp;";
        foreach (Microsoft.CodeAnalysis.DocumentationMode mode in System.Enum.GetValues<Microsoft.CodeAnalysis.DocumentationMode>())
        {
            NetworkDeclaration declaration = GeneratorRun.Read(TestCompilation.Create(
                "Tests",
                TestCompilation.ParseOptions.WithDocumentationMode(mode),
                [.. TestCompilation.Framework, TestCompilation.Runtime],
                source));
            Assert.Equal(expected, declaration.HasSummary);
        }
    }

    private static TypeDeclaration Read(string source) => GeneratorRun.Read(source).Type;
}
