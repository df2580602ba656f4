using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>All mistakes of a declaration come at once, each at its attribute, and nothing that only follows from them.</summary>
public sealed class SeveralMistakesTests
{
    [Fact]
    public void Arguments_of_lines_behind_a_mistake() => Refused(
        "[Network, Input(3, 32, 32), Conv2d(0, 3), ReLU, Conv2d(8, 0), MaxPool2d(2), Flatten, Dropout(1.5), Linear(-1), SoftmaxCrossEntropy(LabelSmoothing = 2)] public partial class Net;",
        ("NC0107", "Conv2d(0, 3)", "0 Conv2d: outputs is 0"),
        ("NC0107", "Conv2d(8, 0)", "2 Conv2d: kernel is 0"),
        ("NC0107", "Dropout(1.5)", "5 Dropout: p is 1.5"),
        ("NC0107", "Linear(-1)", "6 Linear: outputs is -1"),
        ("NC0107", "SoftmaxCrossEntropy(LabelSmoothing = 2)", "LabelSmoothing is 2"));

    [Fact]
    public void Shapes_behind_a_mistake_are_not_judged() => Refused(
        "[Network, Input(16), Conv2d(8, 3), MaxPool2d(2), Flatten, LayerNorm(5), Linear(4, Name = \"a\"), Add(\"a\"), MeanSquaredError(Target = \"a\")] public partial class Net;",
        ("NC0106", "Conv2d(8, 3)", "its operand Input has shape [16]"));

    [Fact]
    public void Branches_that_begin_with_known_values() => Refused(
        "[Network, Input(16, Name = \"x\"), Conv2d(8, 3, Name = \"left\"), From(\"x\"), Linear(8, Name = \"right\"), LayerNorm(5), From(\"right\"), Add(\"x\"), From(\"left\"), Add(\"right\")] public partial class Net;",
        ("NC0106", "Conv2d(8, 3, Name = \"left\")", "[16]"),
        ("NC0106", "LayerNorm(5)", "its shape [5] is not how the shape [8]"),
        ("NC0106", "Add(\"x\")", "[16]"));

    [Fact]
    public void References_to_names_that_nothing_carries() => Refused(
        "[Network, Input(16, Name = \"x\"), Linear(0, Name = \"a\"), Add(\"b\"), From(\"a\"), Concat(\"later\"), ReLU, From(\"b\"), Linear(2, Name = \"later\"), Output(\"a\", \"c\")] public partial class Net;",
        ("NC0107", "Linear(0, Name = \"a\")", "outputs is 0"),
        ("NC0103", "Add(\"b\")", "'b'"),
        ("NC0105", "Concat(\"later\")", "'later', which comes later"),
        ("NC0103", "From(\"b\")", "'b'"),
        ("NC0103", "Output(\"a\", \"c\")", "'c'"));

    [Fact]
    public void Names_and_arguments_of_lines_with_several_operands() => Refused(
        "[Network, Input(6, Steps = 8, Name = \"x\"), Linear(0, Name = \"a\"), MultiHeadAttention(2, Key = \"x\", Dropout = 2), From(\"a\"), Concat(\"x\", \"y\"), Add(\"x\"), MeanSquaredError(Target = \"x\", Weight = double.PositiveInfinity)] public partial class Net;",
        ("NC0107", "Linear(0, Name = \"a\")", "outputs is 0"),
        ("NC0107", "MultiHeadAttention(2, Key = \"x\", Dropout = 2)", "Dropout is 2"),
        ("NC0103", "Concat(\"x\", \"y\")", "'y'"),
        ("NC0107", "MeanSquaredError(Target = \"x\", Weight = double.PositiveInfinity)", "Weight is"));

    [Fact]
    public void Two_references_with_the_same_slip() => Refused(
        "[Network, Input(16, Name = \"x\"), Linear(16, Name = \"stem\"), From(\"Stem\"), ReLU, From(\"Stem\"), Tanh] public partial class Net;",
        ("NC0103", "From(\"Stem\")", "'stem'"),
        ("NC0103", "From(\"Stem\")", "'stem'"));

    [Fact]
    public void Names_twice_of_known_and_of_unknown_values() => Refused(
        "[Network, Input(16), Linear(8, Name = \"a\"), ReLU(Name = \"a\"), LayerNorm(5), Tanh(Name = \"b\"), Linear(4, Name = \"b\"), Linear(4, Name = \"a\")] public partial class Net;",
        ("NC0104", "ReLU(Name = \"a\")", "the name 'a' is taken"),
        ("NC0106", "LayerNorm(5)", "[8]"),
        ("NC0104", "Linear(4, Name = \"b\")", "the name 'b' is taken"),
        ("NC0104", "Linear(4, Name = \"a\")", "the name 'a' is taken"));

    [Fact]
    public void A_line_whose_parameters_are_mistaken_makes_what_it_says() => Refused(
        "[Network, Input(16), Linear(8, Name = \"a\"), Linear(6, Name = \"a\"), LayerNorm(5), Linear(9, Shares = \"a\")] public partial class Net;",
        ("NC0104", "Linear(6, Name = \"a\")", "'a.weight'"),
        ("NC0106", "LayerNorm(5)", "its shape [5] is not how the shape [6]"));

    [Fact]
    public void Options_lines_and_losses() => Refused(
        "[Network(Batch = 0, L2 = -1), Input(16), Linear(3, Name = \"z\"), Linear(3, Frozen = true, Init = Init.Normal), ReLU(Frozen = true), NLL(Weight = double.NaN), MeanSquaredError(Value = \"y\"), Softmax, Tanh, Budget] public partial class Net;",
        ("NC0107", "Net", "Batch is 0"),
        ("NC0107", "Net", "L2 is -1"),
        ("NC0107", "ReLU(Frozen = true)", "no parameters"),
        ("NC0107", "NLL(Weight = double.NaN)", "Weight is"),
        ("NC0103", "MeanSquaredError(Value = \"y\")", "'y'"),
        ("NC0108", "Softmax", "before [NLL]"),
        ("NC0107", "Budget", "limits nothing"));

    [Fact]
    public void A_network_without_an_input() => Refused(
        "[Network, Linear(0), Add(\"input\"), Dropout(2), MeanSquaredError] public partial class Net;",
        ("NC0101", "Net", "'Net' has no input"),
        ("NC0107", "Linear(0)", "outputs is 0"),
        ("NC0107", "Dropout(2)", "p is 2"));

    [Fact]
    public void Several_inputs() => Refused(
        "[Network, Input(0, Name = \"a\"), Input(4, Name = \"b\"), Linear(3), From(\"b\"), LayerNorm(5), From(\"a\"), LayerNorm(5)] public partial class Net;",
        ("NC0107", "Input(0, Name = \"a\")", "shape is 0"),
        ("NC0102", "Linear(3)", "[From("),
        ("NC0106", "LayerNorm(5)", "[4]"));

    [Fact]
    public void Mistakes_within_a_block_that_is_placed_often() => Refused(
        "[Network, Input(16), Use<Piece>(Times = 3), From(\"input\"), Use<Piece>(Name = \"more\"), LayerNorm(5)] public partial class Net; [Block, Linear(16), Dropout(3), ReLU, Linear(0), From(\"input\"), LayerNorm(7)] class Piece;",
        ("NC0107", "Use<Piece>(Times = 3)", "Dropout: p is 3"),
        ("NC0107", "Use<Piece>(Times = 3)", "Linear: outputs is 0"),
        ("NC0106", "Use<Piece>(Times = 3)", "its shape [7] is not how the shape [16]"));

    [Fact]
    public void A_block_whose_places_differ_in_what_is_wrong() => Refused(
        "[Network, Input(16), Use<Piece>, From(\"input\"), Linear(8), Use<Piece>, ReLU(Name = \"\")] public partial class Net; [Block, ReLU, LayerNorm(7)] class Piece;",
        ("NC0106", "Use<Piece>", "the shape [16]"),
        ("NC0106", "Use<Piece>", "the shape [8]"),
        ("NC0107", "ReLU(Name = \"\")", "is no name"));

    [Fact]
    public void Losses_that_nothing_can_learn_from() => Refused(
        "[Network, Input(16), Linear(4), Step, Linear(4), Step(Name = \"s\"), MeanSquaredError, Budget] public partial class Net;",
        ("NC0115", "Step", "derivative is 0"),
        ("NC0115", "Step(Name = \"s\")", "derivative is 0"),
        ("NC0107", "Budget", "limits nothing"));

    [Fact]
    public void Values_that_are_too_large() => Refused(
        "[Network(Batch = 1000), Input(1000), Linear(1_000_000), ReLU, Linear(1_000_000), Dropout(-1)] public partial class Net;",
        ("NC0114", "Linear(1_000_000)", "1,000,000"),
        ("NC0107", "Dropout(-1)", "p is -1"));

    [Fact]
    public void Options_that_the_whole_network_does_not_go_with() => Refused(
        "[Network(HessianVector = true, Jacobian = true), Input(4, Name = \"a\"), Input(4, Name = \"b\"), From(\"a\"), Add(\"b\")] public partial class Net { int Forward; }",
        ("NC0107", "Net", "HessianVector needs a loss"),
        ("NC0115", "Net", "Jacobian needs one input"),
        ("NC0111", "Net", "'Forward'"));

    [Fact]
    public void Several_budgets() => Refused(
        "[Network, Input(4), Linear(4), Budget(Parameters = 3), Budget(MultiplyAdds = 2)] public partial class Net;",
        ("NC0116", "Budget(Parameters = 3)", "20 parameters"),
        ("NC0116", "Budget(MultiplyAdds = 2)", "16 multiply-adds"));

    [Fact]
    public void Five_hundred_mistakes() => Refused(
        "[Network, Input(4), Linear(0), " + string.Concat(Enumerable.Repeat("ReLU, Dropout(2), ", 500)) + "Tanh] public partial class Net;",
        [("NC0107", "Linear(0)", "outputs is 0"), .. Enumerable.Repeat(("NC0107", "Dropout(2)", "p is 2"), 500)]);

    private static void Refused(string source, params (string Id, string Place, string Words)[] expected)
    {
        GeneratorRun run = GeneratorRun.Of("using NetCompiler;\n" + source);

        Assert.Empty(run.Result.GeneratedSources);
        Diagnostic[] found = [.. run.Diagnostics.OrderBy(diagnostic => diagnostic.Id == "NC0101" || Expect.TextOf(diagnostic.Location) == "Net" ? 0 : diagnostic.Location.SourceSpan.Start)];
        string all = string.Join("\n", found.Select(diagnostic => $"{diagnostic.Id} {Expect.TextOf(diagnostic.Location)}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}"));
        Assert.True(expected.Length == found.Length, all);
        foreach (((string Id, string Place, string Words) mistake, Diagnostic diagnostic) in expected.Zip(found))
        {
            Assert.True(
                mistake.Id == diagnostic.Id && mistake.Place == Expect.TextOf(diagnostic.Location) && diagnostic.GetMessage(CultureInfo.InvariantCulture).Contains(mistake.Words, StringComparison.Ordinal),
                $"expected {mistake}, all:\n{all}");
        }
    }
}
