using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That the README shows what an editor shows: the blocks of its section are made again from the sources between them.</summary>
public sealed class ReadmeTests
{
    private const string Heading = "## In the editor";
    private const string Fence = "```";

    [Fact]
    public async Task Hover_squiggle_and_code_fix_are_those_of_the_generator()
    {
        string path = Path.GetFullPath(Path.Combine(Snapshot.ProjectDirectory, "..", "..", "README.md"));
        string[] readme = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        int from = Array.IndexOf(readme, Heading);
        int to = Array.FindIndex(readme, from + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        List<string> section = readme[from..to].ToList();
        string[] sources = [.. Blocks(section).Select(block => string.Join('\n', section.Skip(block.First).Take(block.Count)))];
        Assert.Equal(7, sources.Length);

        // A source and its hover, a source and its squiggle, a source with what is offered for it, and the text after the first of that is taken.
        (string warning, string mended) = await FixAsync(sources[4]);
        string[] blocks = [sources[0], Hover(sources[0]), sources[2], await SquiggleAsync(sources[2]), sources[4], warning, mended];
        foreach ((string text, (int first, int count)) in blocks.Zip(Blocks(section)).Reverse())
        {
            section.RemoveRange(first, count);
            section.InsertRange(first, text.Split('\n'));
        }

        string received = Path.Combine(Snapshot.ProjectDirectory, "README.received.md");
        string expected = string.Join('\n', [.. readme[..from], .. section, .. readme[to..], string.Empty]);
        if (expected == string.Join('\n', [.. readme, string.Empty]))
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, expected, TestContext.Current.CancellationToken);
        Assert.Fail("README.md shows something else than an editor does: README.received.md, beside this test, has its section made again. If it is right, copy it over README.md.");
    }

    // The first line behind each opening fence, and how many there are up to the closing one.
    private static List<(int First, int Count)> Blocks(List<string> lines)
    {
        int[] fences = [.. Enumerable.Range(0, lines.Count).Where(line => lines[line].StartsWith(Fence, StringComparison.Ordinal))];
        return [.. fences.Chunk(2).Select(pair => (pair[0] + 1, pair[1] - pair[0] - 1))];
    }

    // As editors lay it out: the declaration, the summary, and the remarks with their table.
    private static string Hover(string source)
    {
        GeneratorRun run = GeneratorRun.Of("using NetCompiler;\n" + source);
        Assert.Empty(run.Diagnostics);
        ISymbol network = Assert.Single(run.Output.GetSymbolsWithName(name => source.Contains("class " + name + ";", StringComparison.Ordinal), SymbolFilter.Type, TestContext.Current.CancellationToken));
        XElement text = XElement.Parse(network.GetDocumentationCommentXml(CultureInfo.InvariantCulture, cancellationToken: TestContext.Current.CancellationToken)!);
        XElement remarks = text.Element("remarks")!;
        XElement code = remarks.Element("code")!;
        return string.Join('\n', ["class " + network.Name, .. Lines(text.Element("summary")!.Value), string.Empty, .. Lines(code.Value), string.Empty, .. Lines(code.NodesAfterSelf().OfType<XText>().Single().Value)]);
    }

    private static IEnumerable<string> Lines(string text)
    {
        // Documentation is indented by what the compiler leaves in front of each line.
        string[] lines = [.. text.Trim('\r', '\n', ' ').Split('\n').Select(line => line.TrimEnd())];
        int indent = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return lines.Select((line, i) => i == 0 || line.Length < indent ? line : line[indent..]);
    }

    private static async Task<string> SquiggleAsync(string source)
    {
        using var text = new FixedText("using NetCompiler;\n" + source);
        return await DescribeAsync(text, "error");
    }

    private static async Task<(string Warning, string Mended)> FixAsync(string source)
    {
        using var text = new FixedText("using NetCompiler;\n" + source);
        string warning = await DescribeAsync(text, "warning");
        string id = Assert.Single(await text.DiagnosticsAsync()).Id;
        string mended = await text.TakeAsync(id, (await text.TitlesAsync(id))[0]);
        return (warning, mended["using NetCompiler;\n".Length..]);
    }

    // The line with the squiggle under it, the message, and what is offered.
    private static async Task<string> DescribeAsync(FixedText text, string severity)
    {
        Diagnostic diagnostic = Assert.Single(await text.DiagnosticsAsync());
        SourceText source = await diagnostic.Location.SourceTree!.GetTextAsync(TestContext.Current.CancellationToken);
        TextLine line = source.Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start);
        string squiggle = new string(' ', diagnostic.Location.SourceSpan.Start - line.Start) + new string('~', diagnostic.Location.SourceSpan.Length);
        IEnumerable<string> offers = (await text.TitlesAsync(diagnostic.Id)).Select(title => "  > " + title);
        return string.Join('\n', [line.ToString(), squiggle, $"{severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}", .. offers]);
    }
}
