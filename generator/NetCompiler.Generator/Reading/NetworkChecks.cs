using System;
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

/// <summary>Whether members can be added to a class in this compilation at all. What the network says is the core's to judge.</summary>
internal static class NetworkChecks
{
    /// <summary>Finds all that is wrong, in the order of the text from the outside in.</summary>
    public static EquatableArray<Problem> Check(INamedTypeSymbol type, AttributeData network, Compilation compilation, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var here = new AttributeLocation(type.FullMetadataName(), -1);
        CheckEnvironment(type, network.AttributeClass!, compilation, here, problems);
        CheckContainers(type, problems, cancellation);
        CheckClass(type, here, problems, cancellation);
        CheckConstructors(type, compilation, here, problems, cancellation);
        CheckBlock(type, problems);
        problems.AddRange(CheckDeclarations(type, KnownNames.NetworkAttribute, cancellation));
        return problems.ToEquatableArray();
    }

    /// <summary>
    /// Whether the attributes stand on one declaration. Between two, their order is that of the files on the compiler's command line,
    /// which is no order that a reader sees.
    /// </summary>
    public static IEnumerable<Problem> CheckDeclarations(INamedTypeSymbol type, string mark, CancellationToken cancellation)
    {
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        SyntaxNode? marked = attributes
            .Where(data => data.AttributeClass?.IsNamed(mark) == true)
            .Select(data => data.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent)
            .FirstOrDefault();
        for (int index = 0; index < attributes.Length; index++)
        {
            if (attributes[index].AttributeClass?.IsLayer() == true
                && attributes[index].ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent != marked)
            {
                var place = new AttributeLocation(type.FullMetadataName(), index);
                string markName = mark == KnownNames.NetworkAttribute ? "Network" : "Block";
                return [Problem.At(place, DiagnosticIds.TwoDeclarations, type.Name, markName)];
            }
        }

        return [];
    }

    private static void CheckEnvironment(
        INamedTypeSymbol type,
        INamedTypeSymbol attribute,
        Compilation compilation,
        AttributeLocation here,
        List<Problem> problems)
    {
        LanguageVersion language = ((CSharpCompilation)compilation).LanguageVersion;
        if (language < LanguageVersion.CSharp13)
        {
            problems.Add(Problem.At(here, DiagnosticIds.UnsupportedLanguage, type.Name, language.ToDisplayString()));
        }

        if (!compilation.GetTypesByMetadataName(KnownNames.Vector512).Any(vector => vector.MemberNames.Contains(KnownNames.NewestMember)))
        {
            problems.Add(Problem.At(here, DiagnosticIds.UnsupportedFramework, type.Name));
        }

        // The attribute's own assembly is the runtime library in question, whatever else the project references.
        IAssemblySymbol runtime = attribute.ContainingAssembly;
        object? contract = runtime.GetTypeByMetadataName(KnownNames.NetworkDescription)?
            .GetMembers(KnownNames.ContractVersionField).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue;
        if (!Equals(contract, KnownNames.ContractVersion))
        {
            problems.Add(Problem.At(
                here,
                DiagnosticIds.ContractMismatch,
                type.Name,
                typeof(NetworkChecks).Assembly.GetName().Version.ToString(3),
                KnownNames.ContractVersion.ToString(System.Globalization.CultureInfo.InvariantCulture),
                runtime.Identity.Version.ToString(3),
                contract is int version ? version.ToString(System.Globalization.CultureInfo.InvariantCulture) : "unknown"));
        }
    }

    private static void CheckContainers(INamedTypeSymbol type, List<Problem> problems, CancellationToken cancellation)
    {
        foreach (INamedTypeSymbol container in type.SelfAndContainers().Skip(1).Reverse())
        {
            if (!IsPartial(container, cancellation))
            {
                problems.Add(Problem.At(
                    new AttributeLocation(container.FullMetadataName(), -1),
                    DiagnosticIds.ContainerNotPartial,
                    container.Name,
                    type.Name,
                    TypeReader.KeywordOf(container)));
            }
        }
    }

    private static void CheckClass(INamedTypeSymbol type, AttributeLocation here, List<Problem> problems, CancellationToken cancellation)
    {
        if (!IsPartial(type, cancellation))
        {
            problems.Add(Problem.At(here, DiagnosticIds.NotPartial, type.Name, TypeReader.KeywordOf(type)));
        }

        if (type.IsGenericAnywhere())
        {
            problems.Add(Problem.At(here, DiagnosticIds.Generic, type.Name, "network"));
        }

        if (type.IsStatic || type.IsAbstract)
        {
            problems.Add(Problem.At(here, DiagnosticIds.StaticOrAbstract, type.Name, type.IsStatic ? "static" : "abstract"));
        }

        if (type.SelfAndContainers().Any(each => each.IsFileLocal))
        {
            problems.Add(Problem.At(here, DiagnosticIds.FileLocal, type.Name));
        }
    }

    private static void CheckConstructors(
        INamedTypeSymbol type,
        Compilation compilation,
        AttributeLocation here,
        List<Problem> problems,
        CancellationToken cancellation)
    {
        // Every other constructor would have to call a primary one, whose arguments nobody knows.
        if (type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is TypeDeclarationSyntax { ParameterList: not null }))
        {
            problems.Add(Problem.At(
                here,
                DiagnosticIds.Constructors,
                type.Name,
                "it has a primary constructor; remove the parameter list after its name, and declare fields or properties instead"));
        }

        for (INamedTypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            ISymbol? required = each.GetMembers().FirstOrDefault(member => member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true });
            if (required is not null)
            {
                problems.Add(Problem.At(here, DiagnosticIds.Constructors, type.Name, $"its member '{required.Name}' is required; remove 'required'"));
            }
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: TypeKind.Class } parent
            && !type.IsStatic
            && !parent.InstanceConstructors.Any(constructor =>
                constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)
                && compilation.IsSymbolAccessibleWithin(constructor, type)))
        {
            problems.Add(Problem.At(
                here,
                DiagnosticIds.Constructors,
                type.Name,
                $"its base class '{parent.Name}' has no accessible constructor without parameters; add one, or remove the base class"));
        }
    }

    private static void CheckBlock(INamedTypeSymbol type, List<Problem> problems)
    {
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        for (int index = 0; index < attributes.Length; index++)
        {
            if (attributes[index].AttributeClass?.IsNamed(KnownNames.BlockAttribute) == true)
            {
                problems.Add(Problem.At(new AttributeLocation(type.FullMetadataName(), index), DiagnosticIds.NetworkAndBlock, type.Name));
                return;
            }
        }
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellation) is BaseTypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
