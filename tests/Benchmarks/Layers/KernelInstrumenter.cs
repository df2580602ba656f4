using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>
/// Puts a clock around each call of a kernel in the functions of a network's emitted text. A kernel is a method of the class <c>Kernels</c> whose name
/// ends in an underscore and its number; the tiles that it calls in turn, whose names go on, are part of it. A small network's row, and a tiny
/// one's rows in lanes, are one method each, called <c>ForwardRow</c> and <c>ForwardLanes</c>.
/// </summary>
internal sealed partial class KernelInstrumenter : CSharpSyntaxRewriter
{
    private readonly List<KernelCall> _calls = [];
    private string _function = string.Empty;

    /// <summary>The calls in the order of their numbers.</summary>
    public IReadOnlyList<KernelCall> Calls => _calls;

    /// <inheritdoc/>
    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        bool isFunction = node.Parent is ClassDeclarationSyntax { Identifier.Text: "Kernels" } && !KernelName().IsMatch(node.Identifier.Text);
        if (!isFunction)
        {
            return node;
        }

        _function = node.Identifier.Text;
        return base.VisitMethodDeclaration(node);
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        string? name = node.Expression is InvocationExpressionSyntax { Expression: SimpleNameSyntax called } ? called.Identifier.Text : null;
        if (name is null || !CallName().IsMatch(name))
        {
            return base.VisitExpressionStatement(node);
        }

        // The comment stands above the call, or above the condition around it.
        SyntaxNode commented = node.Parent is BlockSyntax { Parent: IfStatementSyntax condition } ? condition : node;
        string comment = commented.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)).Select(trivia => trivia.ToString().TrimStart('/', ' ')).LastOrDefault("all layers");
        int number = _calls.Count;
        _calls.Add(new KernelCall(_function, name, comment));
        const string Probe = "global::NetCompiler.Benchmarks.Layers.KernelProbe";
        return SyntaxFactory.ParseStatement(
            FormattableString.Invariant($"{{ long started{number} = {Probe}.Start(); {node.WithoutTrivia()} {Probe}.Stop({number}, started{number}); }}\n"));
    }

    [GeneratedRegex("_[0-9]+$|^Forward(Row|Lanes)$")]
    private static partial Regex CallName();

    [GeneratedRegex("_[0-9]+|^Forward(Row|Lanes)")]
    private static partial Regex KernelName();
}
