using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>The excerpts of emitted text in docs/architecture.md are what the generator prints for the declaration above them.</summary>
public sealed class ArchitecturePageTests
{
    private const string Walk = "## One network from attributes to text";

    [Fact]
    public void Excerpts_of_the_walk_are_emitted_text()
    {
        string[] blocks = [.. CodeBlocks(File.ReadAllText(Page()))];
        GeneratorRun run = GeneratorRun.Of("using NetCompiler;\n\nnamespace Samples;\n\n" + blocks[0]);
        Assert.Empty(run.Diagnostics);
        string[] emitted = [.. run.Result.GeneratedSources.SelectMany(source => source.SourceText.ToString().Split('\n')).Select(line => line.Trim())];

        Assert.True(blocks.Length >= 5, $"Only {blocks.Length} blocks of C# stand in '{Walk}': the page has changed its form.");
        foreach (string block in blocks.Skip(1))
        {
            AssertOccurs(block, emitted);
        }
    }

    // Line by line in order; "..." stands for any lines between.
    private static void AssertOccurs(string block, string[] emitted)
    {
        string[] lines = [.. block.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string? problem = null;
        for (int start = 0; start < emitted.Length; start++)
        {
            if (emitted[start] != lines[0])
            {
                continue;
            }

            int at = start;
            bool skips = false;
            problem = null;
            foreach (string line in lines)
            {
                if (line == "...")
                {
                    skips = true;
                    continue;
                }

                int found = skips ? Array.IndexOf(emitted, line, at) : NextLine(emitted, at);
                if (found < 0 || emitted[found] != line)
                {
                    problem = line;
                    break;
                }

                skips = false;
                at = found + 1;
            }

            if (problem is null)
            {
                return;
            }
        }

        Assert.Fail($"docs/architecture.md prints what is not emitted there: {problem ?? lines[0]}");
    }

    private static int NextLine(string[] emitted, int at)
    {
        while (at < emitted.Length && emitted[at].Length == 0)
        {
            at++;
        }

        return at < emitted.Length ? at : -1;
    }

    private static IEnumerable<string> CodeBlocks(string page)
    {
        int at = page.IndexOf(Walk, StringComparison.Ordinal);
        Assert.True(at >= 0, $"docs/architecture.md has no section '{Walk}'.");
        while ((at = page.IndexOf("```csharp\n", at, StringComparison.Ordinal)) >= 0)
        {
            int end = page.IndexOf("\n```", at + 10, StringComparison.Ordinal);
            yield return page[(at + 10)..end];
            at = end + 4;
        }
    }

    // Above the test's own assembly: a deterministic build maps the paths of sources away.
    private static string Page()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string page = Path.Combine(folder.FullName, "docs", "architecture.md");
            if (File.Exists(page))
            {
                return page;
            }
        }

        throw new FileNotFoundException($"No docs/architecture.md above {AppContext.BaseDirectory}.");
    }
}
