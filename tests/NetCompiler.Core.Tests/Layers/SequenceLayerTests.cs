using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>Which values are sequences, what reads their lengths, and what is refused of them.</summary>
public sealed class SequenceLayerTests
{
    private static readonly LineDeclaration s_tokens = Line("Input", ("shape", Integers()), ("Steps", ArgumentValue.Of(6L)), ("Element", ArgumentValue.Of("Int32")), ("Vocabulary", ArgumentValue.Of(9L)));

    private static readonly (string Message, LineDeclaration[] Lines)[] s_refusals =
    [
        ("Input: the features of a step are missing. Write [Input(16, Steps = 128)]", [Line("Input", ("shape", Integers()), ("Steps", ArgumentValue.Of(4L)))]),
        ("Input: a step of a sequence is a vector, and its shape is [2, 3]. Write its length alone: [Input(6, Steps = 4)]", [Line("Input", ("shape", Integers(2, 3)), ("Steps", ArgumentValue.Of(4L)))]),
        ("Input: a step of a sequence of integers is one integer, and its shape is [2]", [Line("Input", ("shape", Integers(2)), ("Steps", ArgumentValue.Of(4L)), ("Element", ArgumentValue.Of("Int32")), ("Vocabulary", ArgumentValue.Of(5L)))]),
        ("Input: its integers need a bound: with Vocabulary = 65 they are 0 to 64", [Line("Input", ("shape", Integers()), ("Steps", ArgumentValue.Of(4L)), ("Element", ArgumentValue.Of("Int32")))]),
        ("Input: Vocabulary bounds integers, and the input is of real numbers", [Sequence(2, 4, ("Vocabulary", ArgumentValue.Of(4L)))]),
        ("Input: LengthsOf names 'other' of shape [3], which is no sequence", [Line("Input", ("shape", Integers(3)), ("Name", ArgumentValue.Of("other"))), Sequence(2, 4, ("Name", ArgumentValue.Of("b")), ("LengthsOf", ArgumentValue.Of("other")))]),
        ("Input: it has 4 steps, and 'a', whose lengths it is to have, has 5", [Sequence(2, 5, ("Name", ArgumentValue.Of("a"))), Sequence(2, 4, ("Name", ArgumentValue.Of("b")), ("LengthsOf", ArgumentValue.Of("a")))]),
        ("0 Last: its operand Input of shape [3] is no sequence", [Declare.Input(3), Line("Last")]),
        ("1 AttentionPool: its operand 0 Flatten of shape [10] is no sequence", [Sequence(2, 5), Line("Flatten"), Line("AttentionPool")]),
        ("0 Mean: its operand Input of shape [3] is no sequence, so that it must say over which axis", [Declare.Input(3), Line("Mean")]),
        ("0 Max: Axis is 2", [Declare.Input(3, 4), Line("Max", ("Axis", ArgumentValue.Of(2L)))]),
        ("0 BatchNorm1d: its operand Input of shape [5, 2] is a sequence", [Sequence(2, 5), Line("BatchNorm1d")]),
        ("0 LayerNorm: its operand Input of shape [5, 2] is a sequence, whose steps are normalised each by itself", [Sequence(2, 5), Line("LayerNorm", ("Axes", ArgumentValue.Of(2L)))]),
        ("Concat: a Tanh of shape [5, 2] is a sequence, and axis 0 is its steps", [Sequence(2, 5), Line("Tanh", ("Name", ArgumentValue.Of("a"))), Line("Concat", ("names", Texts("a")), ("Axis", ArgumentValue.Of(0L)))]),
        ("CTC: it judges the scores of every step of a sequence, and 0 Last of shape [2] is none", [Sequence(2, 5), Line("Last"), Line("CTC", ("targetLength", ArgumentValue.Of(2L)))]),
        ("CTC: Input has shape [5, 2] and so 2 scores a step, and class 2 is the blank", [Sequence(2, 5), Line("CTC", ("targetLength", ArgumentValue.Of(2L)), ("Blank", ArgumentValue.Of(2L)))]),
        ("CTC: targetLength is 0", [Sequence(2, 5), Line("CTC", ("targetLength", ArgumentValue.Of(0L)))]),
        ("CTC: its target is of labels, and 'a' is a value of the network", [Sequence(2, 5), Line("Tanh", ("Name", ArgumentValue.Of("a"))), Line("CTC", ("targetLength", ArgumentValue.Of(2L)), ("Target", ArgumentValue.Of("a")))]),
        ("Dice: its operand Input of shape [5, 2] is a sequence", [Sequence(2, 5), Line("Dice")]),
        ("is of integers. Put [Embedding(...)] behind the input", [s_tokens]),
    ];

    [Fact]
    public void A_network_of_steps_selects_what_counts_where_it_enters_and_where_it_leaves()
    {
        TensorProgram program = NetworkPrograms.Infer(Build(Sequence(3, 5), Linear(2)));
        const string expected =
            """
            program infer
              %0 [r,1] int = lengths "input"  ; Input
              %1 [r,5,3] = input "input"  ; Input
              %2 [r,1,1] int = lengths "input"  ; Input
              %3 [r,5,3] = index1 < %2 ? %1 : 0  ; Input
              %4 [2,3] = parameter "0.weight"  ; 0 Linear
              %5 [r,5,2] = contract %3 %4 over [2]x[1]  ; 0 Linear
              %6 [2] = parameter "0.bias"  ; 0 Linear
              %7 [r,5,2] = %5 + %6  ; 0 Linear
              %8 [r,5,2] = index1 < %2 ? %7 : 0
              output "output" = %8

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), program.ToString());
    }

    [Fact]
    public void Without_lengths_nothing_is_selected()
    {
        NetworkModel model = Build(Sequence(3, 5, ("Lengths", ArgumentValue.Of(false))), Linear(2), Line("Mean"));
        Assert.Empty(model.Lengths);
        Assert.DoesNotContain("index1", NetworkPrograms.Infer(model).ToString(), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_have_no_features_and_a_bound()
    {
        (NetworkModel? model, CompileError? error) = Try(s_tokens, Line("Mean"));
        Assert.Null(model);
        Assert.Equal("0 Mean: Input of shape [6] is of integers, and this line computes with real numbers. Put [Embedding(...)] between them.", error!.Message);
    }

    [Fact]
    public void Two_inputs_have_lengths_of_their_own_unless_one_has_the_others()
    {
        LineDeclaration first = Sequence(3, 5, ("Name", ArgumentValue.Of("first")));
        LineDeclaration[] rest = [Line("From", ("value", ArgumentValue.Of("first"))), Line("Add", ("names", Texts("second"))), Line("Last")];
        Assert.Equal(["first"], Build([first, Sequence(3, 5, ("Name", ArgumentValue.Of("second")), ("LengthsOf", ArgumentValue.Of("first"))), .. rest]).Lengths.Select(lengths => lengths.Name));

        CompileError error = Refused([first, Sequence(3, 5, ("Name", ArgumentValue.Of("second"))), .. rest]);
        Assert.Contains("second", error.Message, System.StringComparison.Ordinal);
        Assert.Contains("has steps of its own", error.Message, System.StringComparison.Ordinal);
        Assert.Contains("LengthsOf", error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_may_be_added_to_every_step()
    {
        NetworkModel model = Build(
            Sequence(3, 5), Line("Tanh", ("Name", ArgumentValue.Of("steps"))), Line("Mean", ("Name", ArgumentValue.Of("all"))), Line("From", ("value", ArgumentValue.Of("steps"))), Line("Add", ("names", Texts("all"))), Line("Last"));
        Assert.Equal("[r,3]", model.OutputValues[0].Shape.ToString());
    }

    [Fact]
    public void A_refusal_says_what_and_where() => Assert.All(s_refusals, refusal => Assert.Contains(refusal.Message, Refused(refusal.Lines).Message, System.StringComparison.Ordinal));

    private static NetworkModel Build(params LineDeclaration[] lines)
    {
        (NetworkModel? model, CompileError? error) = Try(lines);
        Assert.Null(error);
        return model!;
    }

    private static CompileError Refused(params LineDeclaration[] lines)
    {
        (NetworkModel? model, CompileError? error) = Try(lines);
        Assert.Null(model);
        return error!;
    }

    private static (NetworkModel? Model, CompileError? Error) Try(params LineDeclaration[] lines) =>
        NetworkBuilder.Build(Network("Sequences", [("Batch", ArgumentValue.Of(4L))], lines), NetworkMode.Inference, CancellationToken.None);

    private static ArgumentValue Integers(params int[] numbers) => ArgumentValue.Of(Common.EquatableArray.Of([.. numbers.Select(number => ArgumentValue.Of((long)number))]));

    private static ArgumentValue Texts(params string[] texts) => ArgumentValue.Of(Common.EquatableArray.Of([.. texts.Select(ArgumentValue.Of)]));
}
