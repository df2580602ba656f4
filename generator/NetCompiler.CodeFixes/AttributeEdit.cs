using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Core;

namespace NetCompiler.CodeFixes;

/// <summary>One change of one attribute: its words in a menu, and the document with it.</summary>
internal sealed class AttributeEdit(
    Document document,
    SyntaxNode root,
    AttributeSyntax attribute,
    IMethodSymbol? constructor,
    CorrectionKind kind,
    string argument,
    string text,
    bool isElsewhere)
{
    private SeparatedSyntaxList<AttributeArgumentSyntax> Arguments => attribute.ArgumentList?.Arguments ?? default;

    // As users write it, without its namespace.
    private string Line => "[" + SimpleName(attribute.Name) + "]";

    // One of several lines, by which its arguments tell it.
    private string ThatLine => "[" + SimpleName(attribute.Name) + string.Concat(attribute.ArgumentList?.ToString().Split('\n').Select(text => text.Trim()) ?? []) + "]";

    /// <summary>What a menu says; null where the text cannot be changed so.</summary>
    public string? Title => kind switch
    {
        CorrectionKind.SetArgument when Given().Count > 0 => $"Change {argument}{(isElsewhere ? " of " + ThatLine : string.Empty)} to {text}",
        CorrectionKind.SetArgument => $"Add {argument} = {text}{(isElsewhere ? " to " + ThatLine : string.Empty)}",
        CorrectionKind.RemoveArgument => Given().Count == 0 ? null : $"Remove {argument}",
        CorrectionKind.ReplaceText => Literals().Any() ? $"Change '{argument}' to '{text}'" : null,
        CorrectionKind.RemoveLine => $"Remove {Line}",
        CorrectionKind.InsertBefore => $"Put [{text}] before {Line}",
        _ => throw new InvalidOperationException(kind.ToString()),
    };

    /// <summary>The document with the change.</summary>
    public Task<Document> ApplyAsync(CancellationToken cancellation) => Task.FromResult(document.WithSyntaxRoot(kind switch
    {
        CorrectionKind.SetArgument => WithArguments(SetArgument()),
        CorrectionKind.RemoveArgument => WithArguments(Arguments.Except(Given())),
        CorrectionKind.ReplaceText => root.ReplaceNodes(Literals(), (literal, _) => StringLiteral(text).WithTriviaFrom(literal)),
        CorrectionKind.RemoveLine => RemoveLine(),
        CorrectionKind.InsertBefore => InsertBefore(),
        _ => throw new InvalidOperationException(kind.ToString()),
    }));

    private IEnumerable<LiteralExpressionSyntax> Literals() =>
        attribute.DescendantNodes().OfType<LiteralExpressionSyntax>().Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText == argument);

    // The arguments that give it: one by name or position, or all of a list of parameters.
    private IReadOnlyList<AttributeArgumentSyntax> Given()
    {
        AttributeArgumentSyntax? named = Arguments.FirstOrDefault(each => IsCalled(each.NameEquals?.Name) || IsCalled(each.NameColon?.Name));
        if (named is not null)
        {
            return [named];
        }

        if (Parameter() is not { } parameter)
        {
            return [];
        }

        IEnumerable<AttributeArgumentSyntax> positional = Arguments.Where(each => each.NameEquals is null && each.NameColon is null).Skip(parameter.Ordinal);
        return [.. parameter.IsParams ? positional : positional.Take(1)];
    }

    private IParameterSymbol? Parameter() => constructor?.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, argument, StringComparison.OrdinalIgnoreCase));

    private bool IsCalled(IdentifierNameSyntax? name) => string.Equals(name?.Identifier.ValueText, argument, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<AttributeArgumentSyntax> SetArgument()
    {
        IReadOnlyList<AttributeArgumentSyntax> given = Given();
        if (given.Count == 1 && (given[0].NameEquals is not null || given[0].NameColon is not null || Parameter() is not { IsParams: true }))
        {
            return Arguments.Select(each => each == given[0] ? each.WithExpression(SyntaxFactory.ParseExpression(text).WithTriviaFrom(each.Expression)) : each);
        }

        if (given.Count > 0)
        {
            IEnumerable<AttributeArgumentSyntax> numbers = text.Split(',').Select(number => SyntaxFactory.AttributeArgument(SyntaxFactory.ParseExpression(number.Trim())));
            int first = Arguments.IndexOf(given[0]);
            return [.. Arguments.Take(first), .. numbers, .. Arguments.Skip(first).Except(given)];
        }

        // Arguments of the constructor stand before those of properties.
        ExpressionSyntax value = SyntaxFactory.ParseExpression(text);
        SyntaxToken name = SyntaxFactory.Identifier(argument);
        return Parameter() is null
            ? [.. Arguments, SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals(Spaced(name)), null, value)]
            : [.. Arguments.Where(each => each.NameEquals is null), SyntaxFactory.AttributeArgument(null, SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(name)).WithTrailingTrivia(SyntaxFactory.Space), value), .. Arguments.Where(each => each.NameEquals is not null)];
    }

    private static IdentifierNameSyntax Spaced(SyntaxToken name) => SyntaxFactory.IdentifierName(name.WithTrailingTrivia(SyntaxFactory.Space));

    private SyntaxNode WithArguments(IEnumerable<AttributeArgumentSyntax> arguments)
    {
        AttributeArgumentSyntax[] list = [.. arguments];
        AttributeArgumentListSyntax? written = list.Length == 0 ? null : SyntaxFactory.AttributeArgumentList(Separated(list.Select(each => each.WithoutTrivia())));
        return root.ReplaceNode(attribute, attribute.WithArgumentList(written));
    }

    private SyntaxNode RemoveLine()
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        SyntaxRemoveOptions options = SyntaxRemoveOptions.KeepUnbalancedDirectives;
        if (list.Attributes.Count > 1)
        {
            return root.ReplaceNode(list, list.WithAttributes(Separated(list.Attributes.Where(each => each != attribute).Select(each => each.WithoutTrivia()))));
        }

        // Comments before the line say something of it or of what follows: they stay.
        bool hasComments = list.GetLeadingTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return root.RemoveNode(list, hasComments ? options | SyntaxRemoveOptions.KeepLeadingTrivia : options)!;
    }

    // Activations stand behind the layer that they belong to: at the end of the section before, where the line begins a section of its own.
    private SyntaxNode InsertBefore()
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        NameSyntax name = attribute.Name is QualifiedNameSyntax qualified
            ? qualified.WithRight(SyntaxFactory.IdentifierName(text))
            : attribute.Name is AliasQualifiedNameSyntax alias ? alias.WithName(SyntaxFactory.IdentifierName(text)) : SyntaxFactory.IdentifierName(text);
        AttributeSyntax added = SyntaxFactory.Attribute(name.WithoutTrivia());
        int place = list.Attributes.IndexOf(attribute);
        SyntaxList<AttributeListSyntax> sections = ((MemberDeclarationSyntax)list.Parent!).AttributeLists;
        int section = sections.IndexOf(list);
        if (place == 0 && section > 0)
        {
            AttributeListSyntax before = sections[section - 1];
            return root.ReplaceNode(before, before.WithAttributes(Separated([.. before.Attributes.Select(each => each.WithoutTrivia()), added])));
        }

        return root.ReplaceNode(list, list.WithAttributes(Separated(list.Attributes.Insert(place, added).Select(each => each.WithoutTrivia()))));
    }

    private static SeparatedSyntaxList<TNode> Separated<TNode>(IEnumerable<TNode> nodes)
        where TNode : SyntaxNode
    {
        TNode[] list = [.. nodes];
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        return SyntaxFactory.SeparatedList(list, Enumerable.Repeat(comma, Math.Max(0, list.Length - 1)));
    }

    private static LiteralExpressionSyntax StringLiteral(string value) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(value));

    private static string SimpleName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => name.ToString(),
    };
}
