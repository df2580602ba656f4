using System;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Core;
using NetCompiler.Core.Advice;
using NetCompiler.Generator.Diagnostics;

namespace NetCompiler.CodeFixes;

/// <summary>
/// Offers the corrections that a diagnostic carries: another name, the next valid number, a line that is taken out or put in. What would mend a mistake is the compiler's to know;
/// this only changes text.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectionCodeFix))]
[Shared]
public sealed class CorrectionCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticIds.OrphanLayer,
        AdviceCodes.LossAppliesIt,
        AdviceCodes.LinearLayersCollapse,
        AdviceCodes.UnusedName,
        AdviceCodes.BoundedPrediction,
        AdviceCodes.BiasBeforeBatchNorm,
        AdviceCodes.DropoutBeforeLoss,
        AdviceCodes.LinearOverColumns,
        AdviceCodes.ChannelsLast,

        // Unknown name, shapes that do not fit, argument out of its range.
        "NC0103",
        "NC0106",
        "NC0107",
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            int count = diagnostic.Properties.TryGetValue(CorrectionNames.Count, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
            for (int i = 0; i < count; i++)
            {
                if (await ReadAsync(context, diagnostic, i).ConfigureAwait(false) is { } edit && edit.Title is { } title)
                {
                    context.RegisterCodeFix(CodeAction.Create(title, edit.ApplyAsync, diagnostic.Id + " " + title), diagnostic);
                }
            }
        }
    }

    private static async Task<AttributeEdit?> ReadAsync(CodeFixContext context, Diagnostic diagnostic, int index)
    {
        string Part(string name) => diagnostic.Properties[CorrectionNames.Of(index, name)] ?? string.Empty;
        int place = int.Parse(Part(CorrectionNames.Place), CultureInfo.InvariantCulture);
        Location location = place < 0 ? diagnostic.Location : diagnostic.AdditionalLocations[place];
        Document? document = context.Document.Project.GetDocument(location.SourceTree);
        if (document is null
            || await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return null;
        }

        var kind = (CorrectionKind)Enum.Parse(typeof(CorrectionKind), Part(CorrectionNames.Kind));
        var constructor = model.GetSymbolInfo(attribute, context.CancellationToken).Symbol as IMethodSymbol;
        return new AttributeEdit(document, root, attribute, constructor, kind, Part(CorrectionNames.Argument), Part(CorrectionNames.Text), isElsewhere: place >= 0);
    }
}
