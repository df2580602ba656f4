using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Models;

namespace NetCompiler.Generator.Reading;

/// <summary>Whether a class with <c>[Block]</c> can be placed at all. Its lines are judged where a network places it.</summary>
internal static class BlockChecks
{
    /// <summary>Whether a node can be a block; on other types the C# compiler refuses the attribute.</summary>
    public static bool CanCheck(SyntaxNode node, CancellationToken cancellation) =>
        node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration);

    /// <summary>Finds all that is wrong with the block's class and with its use of <c>Arg</c>.</summary>
    public static EquatableArray<Problem> Check(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        if (type.Has(KnownNames.NetworkAttribute))
        {
            // Reported with the network.
            return EquatableArray<Problem>.Empty;
        }

        var problems = new List<Problem>();
        if (type.IsGenericAnywhere())
        {
            problems.Add(Problem.At(new AttributeLocation(type.FullMetadataName(), -1), DiagnosticIds.Generic, type.Name, "block"));
        }

        problems.AddRange(NetworkChecks.CheckDeclarations(type, KnownNames.BlockAttribute, cancellation));
        problems.AddRange(CheckArg(type, context.SemanticModel.Compilation, cancellation));
        return problems.ToEquatableArray();
    }

    // Arg.A + 1 is a legal constant, and the same number as Arg.B. Only the text tells them apart.
    private static IEnumerable<Problem> CheckArg(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        for (int index = 0; index < attributes.Length; index++)
        {
            if (attributes[index].AttributeClass?.IsLayer() != true
                || attributes[index].ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax { ArgumentList: { } list })
            {
                continue;
            }

            SemanticModel model = compilation.GetSemanticModel(list.SyntaxTree);
            foreach (AttributeArgumentSyntax argument in list.Arguments)
            {
                if (argument.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => IsCalculatedWith(name, model, cancellation)))
                {
                    yield return Problem.At(
                        new AttributeLocation(type.FullMetadataName(), index),
                        DiagnosticIds.ArgArithmetic,
                        argument.Expression.ToString());
                }
            }
        }
    }

    private static bool IsCalculatedWith(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(name, cancellation).Symbol is not IFieldSymbol { ContainingType: { } owner } || !owner.IsNamed(KnownNames.Arg))
        {
            return false;
        }

        SyntaxNode? node = name;
        while (node is ExpressionSyntax or ExpressionElementSyntax)
        {
            if (node is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ExpressionElementSyntax
                or CollectionExpressionSyntax or InitializerExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax
                or AliasQualifiedNameSyntax))
            {
                return true;
            }

            node = node.Parent;
        }

        return false;
    }
}
