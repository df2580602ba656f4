using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>Which members a network has: no more than its declaration asks for.</summary>
public sealed class FeatureTests
{
    private static readonly string[] s_inference =
    [
        "Batch", "CreateSession", "Description", "Forward", "Forward", "InputLength", "Load", "Load", "LoadEmbedded", "OutputLength", "ParameterCount", "Parameters", "Save",
        "Session", "Summary",
    ];

    [Fact]
    public void Network_without_loss_has_no_training_members() =>
        Has("[Network, Input(4), Linear(3)]", [], "INetwork");

    [Fact]
    public void Network_with_a_loss_trains() =>
        Has("[Network, Input(4), Linear(3), MeanSquaredError]", ["Evaluate", "Gradients", "TrainStep"], "ITrainableNetwork");

    [Theory]
    [InlineData("HessianVector", "IHessianVectorNetwork")]
    [InlineData("InputGradient", "IInputGradientNetwork")]
    [InlineData("Jacobian", "IJacobianNetwork")]
    public void Function_on_request(string name, string contract) => Has(
        $"[Network({name} = true), Input(4), Linear(3), MeanSquaredError]", ["Evaluate", "Gradients", "TrainStep", name], "ITrainableNetwork", contract);

    [Fact]
    public void Jacobian_needs_no_loss() =>
        Has("[Network(Jacobian = true), Input(4), Linear(3)]", ["Jacobian"], "INetwork", "IJacobianNetwork");

    [Fact]
    public void Lengths_are_only_for_one_input_and_one_output() => Assert.Equal(
        s_inference.Except(["InputLength", "OutputLength"]).Order(StringComparer.Ordinal),
        Members("[Network, Input(4, Name = \"a\"), Input(4, Name = \"b\"), From(\"a\"), Add(\"b\"), Linear(2, Name = \"c\"), Output(\"c\", \"a\")]").Members.Distinct());

    private static void Has(string lines, string[] more, params string[] contracts)
    {
        (string[] members, string[] found) = Members(lines);
        Assert.Equal(s_inference.Concat(more).Order(StringComparer.Ordinal), members);
        Assert.Equal(contracts, found);
    }

    // Public members without accessors and constructors, and the contracts of its own declaration.
    private static (string[] Members, string[] Contracts) Members(string lines)
    {
        GeneratorRun run = CompiledNetworks.Make(CompiledNetworks.Strict($"using NetCompiler;\nnamespace App;\n{lines} public partial class Mlp;"), "App.Mlp");
        INamedTypeSymbol type = run.Output.GetTypeByMetadataName("App.Mlp")!;
        return (
            [.. type.GetMembers().Where(member => member.DeclaredAccessibility == Accessibility.Public && member.CanBeReferencedByName
                && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }).Select(member => member.Name).Order(StringComparer.Ordinal)],
            [.. type.Interfaces.Select(contract => contract.Name)]);
    }
}
