using System;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>What an editor shows when the mouse rests on a network: the table of its layers, as well-formed documentation.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Hover_shows_the_table()
    {
        XElement text = Documentation("[Network(Batch = 8), Input(3), Linear(2, Name = \"a <b> & \\\"c\\\"\"), Tanh, Linear(1), MeanSquaredError]\npublic partial class Mlp;");

        Assert.Equal("A network of 11 parameters and 8 multiply-adds a sample.", text.Element("summary")!.Value);
        Assert.Equal(
            [
                "Mlp, at most 8 samples a call",
                "layer output parameters multiply-adds",
                "Input 3",
                "a <b> & \"c\" Linear 2 8 6",
                "1 Tanh 2",
                "2 Linear 1 3 2",
                "MeanSquaredError 1",
                "total 11 8",
            ],
            Rows(text));
        Assert.Matches("Parameters: [0-9,]+ bytes with padding", text.Element("remarks")!.Value);
        Assert.Contains("bytes for inference", text.Element("remarks")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_of_the_user_stands_alone()
    {
        XElement text = Documentation("/// <summary>Mine.</summary>\n[Network, Input(3), Linear(2)]\npublic partial class Mlp;");

        Assert.Equal("Mine.", Assert.Single(text.Elements("summary")).Value);
        Assert.Equal(["Input 3", "0 Linear 2 8 6", "total 8 6"], Rows(text).Skip(2));
    }

    [Fact]
    public void Network_without_parameters_counts_zero()
    {
        XElement text = Documentation("[Network, Input(3), Tanh]\npublic partial class Mlp;");

        Assert.Equal("A network of 0 parameters and 0 multiply-adds a sample.", text.Element("summary")!.Value);
        Assert.Equal("total 0 0", Rows(text)[^1]);
        Assert.Contains("Parameters: 0 bytes with padding", text.Element("remarks")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_public_member_says_what_it_does()
    {
        INamedTypeSymbol type = Network("[Network(HessianVector = true, InputGradient = true, Jacobian = true), Input(3, Name = \"<x>\"), Linear(2), MeanSquaredError(Target = \"<t>\")]\npublic partial record Mlp;");
        ISymbol[] members =
        [
            .. type.GetMembers().Concat(type.GetTypeMembers("Session").Single().GetMembers())
                .Where(member => !member.IsImplicitlyDeclared && member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected)
                .Where(member => member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet })
                .Where(member => member.DeclaringSyntaxReferences.Length > 0),
        ];

        Assert.Contains(members, member => member.Name == "Jacobian");
        Assert.All(members, member =>
        {
            XElement text = Parse(member);
            Assert.False(string.IsNullOrWhiteSpace(text.Element("summary")?.Value), member.ToDisplayString());
            string[] parameters = member is IMethodSymbol method ? [.. method.Parameters.Select(parameter => parameter.Name)] : [];
            Assert.Equal(parameters, text.Elements("param").Select(parameter => parameter.Attribute("name")!.Value));
        });
    }

    // The lines of the table, without its rules and the spaces that align columns.
    private static string[] Rows(XElement text) =>
    [
        .. Assert.Single(Assert.Single(text.Elements("remarks")).Elements("code")).Value.Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            .Where(line => line.Any(char.IsLetterOrDigit)),
    ];

    private static XElement Documentation(string source) => Parse(Network(source));

    private static INamedTypeSymbol Network(string source) =>
        CompiledNetworks.Make(CompiledNetworks.Strict("using NetCompiler;\nnamespace App;\n" + source), "App.Mlp").Output.GetTypeByMetadataName("App.Mlp")!;

    // Malformed documentation comes back as a comment, which has no root element.
    private static XElement Parse(ISymbol symbol)
    {
        string xml = symbol.GetDocumentationCommentXml(CultureInfo.InvariantCulture, cancellationToken: TestContext.Current.CancellationToken)!;
        XElement root = XElement.Parse(xml);
        Assert.Equal("member", root.Name.LocalName);
        return root;
    }
}
