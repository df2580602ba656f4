using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What the tests over random networks are worth: that everything declarable occurs in them, and that tolerances would not hide an error.</summary>
public sealed class RandomNetworksTests
{
    private static readonly NetworkDeclaration[] s_networks = [.. Enumerable.Range(1, 100).Select(RandomNetworks.Create)];
    private static readonly NetworkDeclaration[] s_imageNetworks = [.. Enumerable.Range(RandomImageNetworks.FirstSeed, 100).Select(RandomImageNetworks.Create)];
    private static readonly NetworkDeclaration[] s_layerNetworks = [.. Enumerable.Range(RandomImageNetworks.FirstLayerSeed, 2 * RandomImageNetworks.LayerKinds).Select(RandomImageNetworks.Create)];
    private static readonly NetworkDeclaration[] s_sequenceNetworks =
    [
        .. Enumerable.Range(RandomSequenceNetworks.FirstSeed, 100).Concat(Enumerable.Range(RandomSequenceNetworks.FirstRecurrentSeed, 50)).Select(RandomSequenceNetworks.Create),
        .. Enumerable.Range(RandomAttentionNetworks.FirstSeed, 60).Select(RandomAttentionNetworks.Create),
        .. Enumerable.Range(RandomVocabularyNetworks.FirstSeed, 10 * RandomVocabularyNetworks.Kinds).Select(RandomVocabularyNetworks.Create),
        .. Enumerable.Range(RandomUnitNetworks.FirstSeed, 100).Select(RandomUnitNetworks.Create),
    ];

    private static readonly NetworkDeclaration[] s_lossNetworks = [.. Enumerable.Range(RandomLossNetworks.FirstSeed, 5 * RandomLossNetworks.Kinds).Select(RandomLossNetworks.Create)];

    [Fact]
    public void Every_kind_of_line_occurs_often()
    {
        IEnumerable<LineDeclaration> Placed(NetworkDeclaration network, IEnumerable<LineDeclaration> lines) => lines.SelectMany(line =>
            line.TypeArgument is null ? [line] : Placed(network, network.Blocks.First(block => block.Name == line.TypeArgument).Lines).Append(line));
        Dictionary<string, int> networks = s_networks.Concat(s_imageNetworks).Concat(s_layerNetworks).Concat(s_sequenceNetworks).Concat(s_lossNetworks).SelectMany(network => Placed(network, network.Lines).Select(line => line.Kind).Distinct())
            .GroupBy(kind => kind).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(LayerCatalog.All.Where(layer => layer.Role != LayerRole.Remark), layer => Assert.True(networks.GetValueOrDefault(layer.Kind) >= 5, $"[{layer.Kind}] occurs in {networks.GetValueOrDefault(layer.Kind)} networks."));
        string?[] functions = [.. s_networks.SelectMany(network => network.Lines.Concat(network.Blocks.SelectMany(block => block.Lines))).Where(line => line.Kind == "Map").Select(line => line.Arguments[0].Value.Text)];
        Assert.All(MapFunctions.All(string.Empty), function => Assert.Contains(function.Name, functions));
    }

    [Fact]
    public void Most_wide_networks_have_convolutions_in_Winograds_form()
    {
        NetworkDeclaration[] networks = [.. Enumerable.Range(RandomImageNetworks.FirstWideSeed, 12).Select(RandomImageNetworks.Create)];
        string[] texts = [.. networks.Select(network => string.Concat(NetworkCompiler.Compile(network, TestContext.Current.CancellationToken).Files.Select(file => file.Text)))];
        Assert.InRange(texts.Count(text => text.Contains("(Winograd)", StringComparison.Ordinal)), 6, networks.Length);
        Assert.Contains(texts, text => text.Contains("lanes = channels - c", StringComparison.Ordinal) || text.Contains("Create(channels - c)", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_feature_of_a_declaration_occurs_often()
    {
        bool Has(NetworkDeclaration network, string kind, string argument, Func<ArgumentValue, bool>? holds = null) =>
            network.Lines.Any(line => line.Kind == kind && line.Arguments.Any(given => given.Name == argument && (holds is null || holds(given.Value))));
        bool Option(NetworkDeclaration network, string name) => network.Options.Any(option => option.Name == name && (option.Value.Integer != 0 || option.Value.Real != 0));
        string[] Values(NetworkDeclaration network) => [.. network.Lines.SelectMany(line => line.Arguments).Where(argument => argument.Name == "Name").Select(argument => argument.Value.Text!)];
        (string, Func<NetworkDeclaration, bool>)[] features =
        [
            ("a shared layer", network => Has(network, "Linear", "Shares")),
            ("a shared block", network => Has(network, "Use", "Shares")),
            ("a repeated block", network => Has(network, "Use", "Times", value => value.Integer > 1)),
            ("no bias", network => Has(network, "Linear", "Bias")),
            ("one output", network => Has(network, "Linear", "outputs", value => value.Integer == 1)),
            ("a frozen layer", network => Has(network, "Linear", "Frozen")),
            ("an own L2", network => Has(network, "Linear", "L2")),
            ("an L2 of the network", network => Option(network, "L2")),
            ("class indices", network => network.Lines.Any(line => line.Kind == "SoftmaxCrossEntropy" && line.Arguments.All(argument => argument.Name != "Targets"))),
            ("probabilities", network => Has(network, "SoftmaxCrossEntropy", "Targets")),
            ("a weight", network => Has(network, "MeanSquaredError", "Weight")),
            ("a loss in the middle", network => Has(network, "MeanSquaredError", "Value")),
            ("a value as target", network => Has(network, "MeanSquaredError", "Target", value => Values(network).Append("input").Contains(value.Text))),
            ("several losses", network => network.Lines.Count(line => line.Kind is "MeanSquaredError" or "SoftmaxCrossEntropy") > 1),
            ("no loss", network => network.Lines.All(line => line.Kind is not ("MeanSquaredError" or "SoftmaxCrossEntropy"))),
            ("several inputs", network => network.Lines.Count(line => line.Kind == "Input") > 1),
            ("an input of several axes", network => Has(network, "Input", "shape", value => value.Items.Count > 1)),
            ("an input of bytes", network => Has(network, "Input", "Element")),
            ("bytes scaled by feature", network => Has(network, "Input", "Std", value => value.Items.Count > 1)),
            ("an input of one number", network => Has(network, "Input", "shape", value => value.Items.All(item => item.Integer == 1))),
            ("several outputs", network => Has(network, "Output", "names", value => value.Items.Count > 1)),
            ("a batch of one", network => network.Options[0].Value.Integer == 1),
            ("a batch of several tiles", network => network.Options[0].Value.Integer > 16),
            ("a Hessian-vector product", network => Option(network, "HessianVector")),
            ("an input gradient", network => Option(network, "InputGradient")),
            ("a Jacobian", network => Option(network, "Jacobian")),
        ];
        Assert.All(features, feature => Assert.True(s_networks.Count(feature.Item2) >= 3, $"{feature.Item1} occurs in {s_networks.Count(feature.Item2)} networks."));
    }

    /// <summary>Which kernels compute a gradient is for the planner to choose: each way must occur.</summary>
    [Fact]
    public void Gradients_from_maxima_alone_occur()
    {
        string[] texts = [.. s_imageNetworks.Select(network => string.Concat(NetworkCompiler.Compile(network, TestContext.Current.CancellationToken).Files.Select(file => file.Text)))];
        Assert.All(["RoutedWeight", "RoutedInput", "PoolPut"], kernel => Assert.True(texts.Count(text => text.Contains(kernel, StringComparison.Ordinal)) >= 3, $"{kernel} occurs in {texts.Count(text => text.Contains(kernel, StringComparison.Ordinal))} networks."));
    }

    /// <summary>A tolerance of a thousandth would pass code with a wrong term in it; nearly all must be far smaller.</summary>
    [Fact]
    public void Tolerances_are_tight()
    {
        double[] relative =
        [
            .. NetworkCase.Seeds.Take(25).Select(NetworkCase.Get)
                .SelectMany(network => network.Functions.SelectMany(kind => network.Reference(kind, network.Rows[0]).Values))
                .Where(tensor => tensor.Largest > 0).Select(tensor => tensor.Tolerance / tensor.Largest).Order(),
        ];
        TestContext.Current.TestOutputHelper?.WriteLine($"{relative.Length} tensors: median {relative[relative.Length / 2]:G3}, 95 % {relative[relative.Length * 95 / 100]:G3}, 99 % {relative[relative.Length * 99 / 100]:G3}, all {relative[^1]:G3}");
        Assert.InRange(relative[relative.Length / 2], 0, 2e-5);
        Assert.InRange(relative[relative.Length * 95 / 100], 0, 5e-4);
    }
}
