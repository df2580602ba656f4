using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.Fuzzing;

/// <summary>
/// Random declarations through the generator, as a user's text. What it takes compiles under every warning and agrees with the interpreter; what it refuses has a diagnostic
/// of ours at an attribute or at the name of the class; nothing makes it throw. <c>NETCOMPILER_DECLARATION_SEEDS</c> says which seeds, as 1-10000.
/// </summary>
public sealed class DeclarationFuzzTests(ITestOutputHelper output)
{
    private const string SeedsVariable = "NETCOMPILER_DECLARATION_SEEDS";
    private const string SeedsOfSuite = "1-300";

    // Networks of one compilation.
    private const int Together = 50;

    [Fact]
    public async Task Every_declaration_compiles_and_agrees_or_is_refused_where_it_is_wrong()
    {
        var count = new Counts();
        var problems = new List<string>();
        foreach (int[] seeds in SeedsOfRun().Chunk(Together))
        {
            await Check([.. seeds.Select(RandomDeclaration.Create)], count, problems);
            if (problems.Count > 40)
            {
                break;
            }
        }

        string text = $"{count.All} declarations: {count.Legal} legal ({count.Trainable} with training, {count.WithBlocks} with blocks), all compiled as C#, {count.Functions} functions of them compared with the interpreter; "
            + $"{count.Refused} refused ({count.AtAttribute} at an attribute, {count.AtClass} at the class), {count.ByCSharp} by the C# compiler alone. By ID: {string.Join(", ", count.ById.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}. "
            + $"Lines in legal networks: {string.Join(", ", count.ByKind.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}.";
        output.WriteLine(text);

        // What passes is silent otherwise, and these counts are to be read.
        TestContext.Current.SendDiagnosticMessage("{0}", text);
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        Assert.True(count.All < 100 || (count.Legal * 5 > count.All && count.Refused * 5 > count.All), "Neither legal nor illegal declarations may be rare.");
    }

    private static async Task Check(RandomDeclaration[] declarations, Counts count, List<string> problems)
    {
        CSharpCompilation compilation = CompiledNetworks.Strict([.. declarations.Select(declaration => declaration.Source)]);
        var clock = Stopwatch.StartNew();
        GeneratorRun run = GeneratorRun.Of(compilation);
        count.All += declarations.Length;
        var bySource = new Dictionary<SyntaxTree, RandomDeclaration>();
        for (int i = 0; i < declarations.Length; i++)
        {
            bySource.Add(run.Input.SyntaxTrees[i], declarations[i]);
        }

        void Fail(RandomDeclaration declaration, string problem) => problems.Add($"seed {declaration.Seed}: {problem}\n{declaration.Source}");
        ILookup<RandomDeclaration?, Diagnostic> refusals = run.Diagnostics.ToLookup(diagnostic => diagnostic.Location.SourceTree is { } tree ? bySource[tree] : null);
        problems.AddRange(refusals[null].Select(diagnostic => $"A diagnostic without a place: {diagnostic}"));
        Dictionary<string, NetworkDeclaration> read = run.Readings.Where(reading => reading.Declaration is not null).ToDictionary(reading => reading.Declaration!.Type.MetadataName, reading => reading.Declaration!);
        HashSet<string> written = [.. run.Result.GeneratedSources.Select(source => source.HintName)];
        var legal = new List<RandomDeclaration>();

        // A mistake in C# itself, as in a block that no network uses, is the C# compiler's to refuse, whatever the generator makes of the network. What the generator would have written is no mistake.
        HashSet<RandomDeclaration> broken = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS8795" && diagnostic.Location.SourceTree is not null).Select(diagnostic => bySource[diagnostic.Location.SourceTree!])];
        foreach (RandomDeclaration declaration in declarations)
        {
            Diagnostic[] own = [.. refusals[declaration]];
            bool hasFiles = written.Contains(declaration.TypeName + ".g.cs");
            foreach (Diagnostic diagnostic in own)
            {
                count.ById[diagnostic.Id] = count.ById.GetValueOrDefault(diagnostic.Id) + 1;
                if (!diagnostic.Id.StartsWith("NC", StringComparison.Ordinal) || diagnostic.Id == "NC0099" || diagnostic.GetMessage(CultureInfo.InvariantCulture).Length < 20)
                {
                    Fail(declaration, diagnostic.ToString());
                }

                SyntaxNode node = (await diagnostic.Location.SourceTree!.GetRootAsync()).FindNode(diagnostic.Location.SourceSpan);
                bool atAttribute = node.FirstAncestorOrSelf<AttributeSyntax>() is not null;
                count.AtAttribute += atAttribute ? 1 : 0;
                count.AtClass += atAttribute ? 0 : 1;
                if (!atAttribute && node is not BaseTypeDeclarationSyntax)
                {
                    Fail(declaration, $"A diagnostic at no attribute: {diagnostic}");
                }
            }

            bool isError = own.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            if (hasFiles && isError)
            {
                Fail(declaration, "It is both refused and compiled.");
            }
            else if (isError)
            {
                count.Refused++;
            }
            else if (broken.Contains(declaration))
            {
                count.ByCSharp++;
            }
            else if (hasFiles)
            {
                legal.Add(declaration);
            }
            else
            {
                Fail(declaration, "It is neither compiled nor refused.");
            }
        }

        await Analyze(run.Input, problems);
        Execute(run, legal, read, count, Fail);
        if (clock.Elapsed > TimeSpan.FromMinutes(5))
        {
            problems.Add($"Seeds {declarations[0].Seed} to {declarations[^1].Seed} took {clock.Elapsed}: one of them is nearly a hang.");
        }
    }

    // Every analyzer of the generator's assembly: none may throw.
    private static async Task Analyze(CSharpCompilation compilation, List<string> problems)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. typeof(NetworkGenerator).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync();
        problems.AddRange(diagnostics.Where(diagnostic => !diagnostic.Id.StartsWith("NC", StringComparison.Ordinal)).Select(diagnostic => diagnostic.ToString()));
    }

    private static void Execute(GeneratorRun run, List<RandomDeclaration> legal, Dictionary<string, NetworkDeclaration> read, Counts count, Action<RandomDeclaration, string> fail)
    {
        // Without the refused ones, whose classes lack what the strict compilation asks of them.
        SyntaxTree[] sources = [.. legal.Select(declaration => run.Input.SyntaxTrees.First(tree => tree.GetText().ToString() == declaration.Source))];
        SyntaxTree[] emitted = [.. run.Result.GeneratedSources.Where(source => legal.Any(declaration => source.HintName.StartsWith(declaration.TypeName + ".", StringComparison.Ordinal))).Select(source => source.SyntaxTree)];
        var image = new MemoryStream();
        CSharpCompilation compilation = run.Input.RemoveAllSyntaxTrees().AddSyntaxTrees(sources).AddSyntaxTrees(emitted);
        compilation = compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));
        EmitResult result = compilation.Emit(image);
        foreach (IGrouping<string, Diagnostic> group in result.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden).GroupBy(diagnostic => diagnostic.Location.SourceTree?.FilePath ?? string.Empty))
        {
            SyntaxTree tree = group.First().Location.SourceTree!;
            RandomDeclaration declaration = legal.First(candidate => tree.FilePath.Contains(candidate.TypeName + ".", StringComparison.Ordinal) || tree.GetText().ToString() == candidate.Source);
            Diagnostic first = group.First();
            fail(declaration, $"{first}\n    {tree.GetText().Lines[first.Location.GetLineSpan().StartLinePosition.Line]}");
        }

        count.Legal += legal.Count;
        if (!result.Success)
        {
            return;
        }

        var context = new AssemblyLoadContext(null, isCollectible: true);
        image.Position = 0;
        Assembly assembly = context.LoadFromStream(image);
        foreach (RandomDeclaration declaration in legal)
        {
            NetworkDeclaration lines = read[declaration.TypeName];
            count.WithBlocks += lines.Blocks.Count > 0 ? 1 : 0;
            foreach (LineDeclaration line in lines.Lines)
            {
                count.ByKind[line.Kind] = count.ByKind.GetValueOrDefault(line.Kind) + 1;
            }

            if (!RandomDeclaration.IsSmall(lines))
            {
                continue;
            }

            try
            {
                (string? problem, int functions) = Agreement.Check(lines, assembly.GetType(declaration.TypeName, throwOnError: true)!, declaration.Seed);
                count.Functions += functions;
                count.Trainable += functions > 1 ? 1 : 0;
                if (problem is not null)
                {
                    fail(declaration, problem);
                }
            }
            catch (Exception exception)
            {
                fail(declaration, exception.ToString());
            }
        }

        context.Unload();
    }

    private static IEnumerable<int> SeedsOfRun() => (Environment.GetEnvironmentVariable(SeedsVariable) ?? SeedsOfSuite).Split(',')
        .Select(range => range.Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray())
        .SelectMany(range => Enumerable.Range(range[0], range[^1] - range[0] + 1));

    private sealed class Counts
    {
        public int All { get; set; }

        public int Legal { get; set; }

        public int Trainable { get; set; }

        public int WithBlocks { get; set; }

        public int Functions { get; set; }

        public int Refused { get; set; }

        public int AtAttribute { get; set; }

        public int AtClass { get; set; }

        public int ByCSharp { get; set; }

        public Dictionary<string, int> ById { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> ByKind { get; } = new(StringComparer.Ordinal);
    }
}
