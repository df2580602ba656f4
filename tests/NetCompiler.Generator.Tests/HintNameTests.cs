using System.Linq;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That legal classes get legal files.</summary>
public sealed class HintNameTests
{
    [Fact]
    public void Nested_class_is_named_by_its_metadata_name() => Assert.Equal(
        ["Space.Outer+Mlp.g.cs"],
        Names("namespace Space; partial class Outer { [NetCompiler.Network, NetCompiler.Input(4)] partial class Mlp; }"));

    [Fact]
    public void Names_that_differ_in_case_only_are_told_apart()
    {
        string[] names = Names("using NetCompiler; [Network, Input(4)] partial class Mlp; [Network, Input(4)] partial class MLP; [Network, Input(4)] partial class Other;");

        Assert.Equal(["MLP-56c7b415.g.cs", "Mlp-6c325295.g.cs", "Other.g.cs"], names);
    }

    [Fact]
    public void Characters_that_files_may_not_have_are_replaced() => Assert.Equal(
        ["A-203fB.g.cs"],
        Names("using NetCompiler; [Network, Input(4)] partial class A\u203fB;"));

    private static string[] Names(string source) => GeneratorRun.Of(TestCompilation.Create(source), FakeCore.Echo)
        .Result.GeneratedSources.Select(file => file.HintName).Order(System.StringComparer.Ordinal).ToArray();
}
