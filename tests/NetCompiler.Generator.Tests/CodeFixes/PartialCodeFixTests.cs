using System.Threading.Tasks;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.CodeFixes;

/// <summary>Each case takes the fix and compiles what came of it, with the generator.</summary>
public sealed class PartialCodeFixTests
{
    private const string Usings = "using NetCompiler;\n";

    [Theory]
    [InlineData("[Network, Input(4), Linear(2)]\npublic class Net;\n", "[Network, Input(4), Linear(2)]\npublic partial class Net;\n")]
    [InlineData("/// <summary>Mine.</summary>\n[Network, Input(4), Linear(2)]\nclass Net\n{\n}\n", "/// <summary>Mine.</summary>\n[Network, Input(4), Linear(2)]\npartial class Net\n{\n}\n")]
    [InlineData("[Network, Input(4), Linear(2)] public sealed record Net;\n", "[Network, Input(4), Linear(2)] public sealed partial record Net;\n")]
    public async Task Class_is_made_partial(string before, string after)
    {
        using var text = new FixedText(Usings + before);

        Assert.Equal(["Make partial"], await text.TitlesAsync("NC0001"));
        Assert.Equal(Usings + after, await text.TakeAsync("NC0001", "Make partial"));
    }

    [Fact]
    public async Task Containers_are_made_partial_with_the_class()
    {
        using var text = new FixedText(Usings + "static class Outer\n{\n    record struct Middle\n    {\n        // Small.\n        [Network, Input(4), Linear(2)]\n        internal class Net;\n    }\n}\n");

        Assert.Equal(
            Usings + "static partial class Outer\n{\n    partial record struct Middle\n    {\n        // Small.\n        [Network, Input(4), Linear(2)]\n        internal partial class Net;\n    }\n}\n",
            await text.TakeAsync("NC0001", "Make partial"));
    }

    [Fact]
    public async Task Container_alone_is_made_partial()
    {
        using var text = new FixedText(Usings + "public interface IOuter\n{\n    [Network, Input(4), Linear(2)]\n    public partial class Net;\n}\n");

        Assert.Equal(
            Usings + "public partial interface IOuter\n{\n    [Network, Input(4), Linear(2)]\n    public partial class Net;\n}\n",
            await text.TakeAsync("NC0002", "Make partial"));
    }

    [Fact]
    public async Task All_are_made_partial_at_once()
    {
        using var text = new FixedText(Usings + "class Outer\n{\n    [Network, Input(4), Linear(2)] class A;\n    [Network, Input(4), Linear(2)] class B;\n}\n[Network, Input(4), Linear(2)] class C;\n");

        Assert.Equal(
            Usings + "partial class Outer\n{\n    [Network, Input(4), Linear(2)] partial class A;\n    [Network, Input(4), Linear(2)] partial class B;\n}\n[Network, Input(4), Linear(2)] partial class C;\n",
            await text.TakeAllAsync("NC0001", "Make partial"));
    }
}
