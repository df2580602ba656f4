using System;
using System.Linq;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That deep networks compile: no stage recurses over layers, and the C# compiler takes what comes of them.</summary>
public sealed class ScaleTests
{
    [Fact]
    public void Hundred_layers_with_every_function()
    {
        string lines = string.Join(", ", Enumerable.Range(0, 25).Select(i => $"Linear({4 + (i % 3)}), Tanh, Dropout, ReLU"));

        CompiledNetworks.Make(
            CompiledNetworks.Strict($"using NetCompiler;\nnamespace App;\n[Network(HessianVector = true, InputGradient = true, Jacobian = true), Input(4), {lines}, Linear(2), MeanSquaredError]\npublic partial class Deep;"),
            "App.Deep");
    }

    [Fact]
    public void Thousand_layers_in_blocks() => CompiledNetworks.Make(
        CompiledNetworks.Strict(
            "using NetCompiler;\nnamespace App;\n[Network, Input(4), Use<Stage>(Times = 50), Linear(2), SoftmaxCrossEntropy]\npublic partial class Deep;\n"
            + "[Block, Use<Piece>(4, Times = 5)] internal class Stage;\n[Block, Linear(Arg.A), Tanh, Linear(Arg.A), Add(\"input\")] internal class Piece;"),
        "App.Deep");

    // Maps fuse: a thousand in a row must not become one expression of a thousand levels.
    [Theory]
    [InlineData("Tanh")]
    [InlineData("ReLU")]
    [InlineData("Dropout(0.01)")]
    [InlineData("Map(\"Half\")")]
    public void Thousand_activations_in_a_row(string activation) => CompiledNetworks.Make(
        CompiledNetworks.Strict($"using NetCompiler;\nnamespace App;\n[Network, Input(4), {string.Concat(Enumerable.Repeat(activation + ", ", 1000))}Linear(2), MeanSquaredError]\npublic partial class Deep {{ internal static float Half(float x) => (0.5f * x) + 1; }}"),
        "App.Deep");

    [Fact]
    public void Thousand_references_to_one_value() => CompiledNetworks.Make(
        CompiledNetworks.Strict($"using NetCompiler;\nnamespace App;\n[Network, Input(4, Name = \"x\"), {string.Concat(Enumerable.Repeat("Add(\"x\"), Multiply(\"x\"), ", 500))}Linear(2), MeanSquaredError]\npublic partial class Deep;"),
        "App.Deep");
}
