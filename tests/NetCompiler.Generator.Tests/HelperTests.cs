using System;
using System.IO;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That the helpers fail where they should: an assertion that cannot fail proves nothing.</summary>
public sealed class HelperTests
{
    private sealed record Holder(string Name, object? Value);

    [Fact]
    public void Walk_finds_a_location_in_a_nested_array()
    {
        var model = new Holder("a", new[] { new Holder("b", null), new Holder("c", Location.None) });

        Assert.Contains("Location", ModelWalk.FindForbidden(model));
    }

    [Fact]
    public void Walk_finds_a_compilation() =>
        Assert.Contains("CSharpCompilation", ModelWalk.FindForbidden(new Holder("a", TestCompilation.Create())));

    [Fact]
    public void Walk_passes_strings_and_numbers() =>
        Assert.Null(ModelWalk.FindForbidden(new Holder("a", EquatableArray.Of("b", "c"))));

    [Fact]
    public void Snapshot_that_differs_fails_and_writes_what_it_received()
    {
        string directory = Directory.CreateTempSubdirectory("netcompiler-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "A.B.verified.cs"), "one\ntwo\n");
            Snapshot.VerifyIn(directory, "one\ntwo\n", "A.B", "cs");

            Exception failure = Assert.ThrowsAny<Exception>(() => Snapshot.VerifyIn(directory, "one\nthree\n", "A.B", "cs"));

            Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
            Assert.Equal("one\nthree\n", File.ReadAllText(Path.Combine(directory, "A.B.received.cs")));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Marked_source_gives_text_and_span()
    {
        Marked marked = Marked.Parse("[[|Linear(1)|]]");

        Assert.Equal("[Linear(1)]", marked.Source);
        Assert.Equal("Linear(1)", marked.Source.Substring(marked.Span.Start, marked.Span.Length));
    }
}
