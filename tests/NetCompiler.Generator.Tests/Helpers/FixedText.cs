using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.CodeFixes;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>A project in an editor's workspace: what is offered on its diagnostics, and its text after one of these is taken.</summary>
internal sealed class FixedText : IDisposable
{
    private static readonly CodeFixProvider[] s_providers = [new PartialCodeFix(), new CorrectionCodeFix()];

    private readonly AdhocWorkspace _workspace = new();
    private readonly Project _project;

    public FixedText(params string[] sources)
    {
        CSharpCompilation like = TestCompilation.Create(sources);
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Tests",
            "Tests",
            LanguageNames.CSharp,
            compilationOptions: like.Options,
            parseOptions: TestCompilation.ParseOptions,
            metadataReferences: like.References);
        Solution solution = _workspace.CurrentSolution.AddProject(project);
        for (int i = 0; i < sources.Length; i++)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), $"File{i}.cs", sources[i]);
        }

        _project = solution.GetProject(project.Id)!;
    }

    /// <summary>What generator and analyzers report.</summary>
    public Task<ImmutableArray<Diagnostic>> DiagnosticsAsync() => DiagnosticsAsync(_project);

    /// <summary>The titles of what is offered on the diagnostics of one ID, in order.</summary>
    public async Task<IReadOnlyList<string>> TitlesAsync(string id) => [.. (await OfferedAsync(id)).Select(offer => offer.Action.Title)];

    /// <summary>Takes what is offered under a title, and returns the first file, after neither the C# compiler nor generator nor analyzers complain of the same in it.</summary>
    public async Task<string> TakeAsync(string id, string title)
    {
        (CodeAction action, _) = Assert.Single(await OfferedAsync(id), offer => offer.Action.Title == title);
        return await CheckAsync(id, await ApplyAsync(action));
    }

    /// <summary>Takes everything that is offered under an equivalent title in the project at once.</summary>
    public async Task<string> TakeAllAsync(string id, string title)
    {
        (CodeAction action, CodeFixProvider provider) = (await OfferedAsync(id)).First(offer => offer.Action.Title == title);
        Diagnostic[] all = [.. (await DiagnosticsAsync(_project)).Where(diagnostic => diagnostic.Id == id)];
        var context = new FixAllContext(
            _project.Documents.First(),
            provider,
            FixAllScope.Document,
            action.EquivalenceKey!,
            [id],
            new Known(all),
            TestContext.Current.CancellationToken);
        return await CheckAsync(id, await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!));
    }

    public void Dispose() => _workspace.Dispose();

    private static async Task<string> CheckAsync(string id, Project changed)
    {
        var compilation = (CSharpCompilation)(await changed.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        string text = (await changed.Documents.First().GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.DoesNotContain(await Analysis.AllAsync(compilation), diagnostic => diagnostic.Id == id || diagnostic.Severity == DiagnosticSeverity.Error);
        Diagnostic[] errors = [.. GeneratorRun.Of(compilation).Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, text + string.Join("\n", errors.Take(3)));
        return text;
    }

    private async Task<Project> ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetProject(_project.Id)!;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project) =>
        await Analysis.AllAsync((CSharpCompilation)(await project.GetCompilationAsync(TestContext.Current.CancellationToken))!);

    private async Task<List<(CodeAction Action, CodeFixProvider Provider)>> OfferedAsync(string id)
    {
        var offers = new List<(CodeAction, CodeFixProvider)>();
        foreach (Diagnostic diagnostic in (await DiagnosticsAsync(_project)).Where(diagnostic => diagnostic.Id == id))
        {
            foreach (CodeFixProvider provider in s_providers.Where(provider => provider.FixableDiagnosticIds.Contains(id)))
            {
                var context = new CodeFixContext(
                    _project.GetDocument(diagnostic.Location.SourceTree)!,
                    diagnostic,
                    (action, _) => offers.Add((action, provider)),
                    TestContext.Current.CancellationToken);
                await provider.RegisterCodeFixesAsync(context);
            }
        }

        return offers;
    }

    private sealed class Known(Diagnostic[] diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
