using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>What activations, shapes, cuts, reductions, products and arithmetic refuse, and what they say; and which names and shapes they make.</summary>
public sealed class VocabularyMessageTests
{
    private static readonly (LineDeclaration[] Lines, string Code, string Message)[] s_refusals =
    [
        ([Input(3, 4), Line("PReLU", ("parameters", Of(4)))], ErrorCodes.ShapeMismatch, "it has 4 slopes, and its operand Input of shape [3, 4] has 3 channels. Write [PReLU(3)]"),
        ([Sequence(4, 3), Line("PReLU", ("parameters", Of(3)))], ErrorCodes.ShapeMismatch, "has 4 channels"),
        ([Input(3), Line("PReLU", ("parameters", Of(0)))], ErrorCodes.InvalidArgument, "parameters is 0; it must be 1 to"),
        ([Input(3), Line("CELU", ("alpha", Of(0.0)))], ErrorCodes.InvalidArgument, "alpha is 0; it must be 1E-06 to 1000000"),
        ([Input(3), Line("HardTanh", ("minVal", Of(1.0)), ("maxVal", Of(1.0)))], ErrorCodes.InvalidArgument, "minVal is 1 and maxVal is 1; minVal must be below maxVal"),
        ([Input(3), Line("Threshold", ("threshold", Of(double.NaN)), ("value", Of(1.0)))], ErrorCodes.InvalidArgument, "threshold is nan"),
        ([Input(3, 4), Line("LogSoftmax", ("Axis", Of(2)))], ErrorCodes.InvalidArgument, "Axis is 2; it must be -2 to 1"),
        ([Sequence(4, 3), Line("LogSoftmax", ("Axis", Of(0)))], ErrorCodes.NotSupported, "its operand Input of shape [3, 4] is a sequence, and axis 0 is its steps"),
        ([Sequence(4, 3), Line("Softmax", ("Axis", Of(-2)))], ErrorCodes.NotSupported, "[AttentionPool]"),
        ([Input(5), Line("GLU")], ErrorCodes.ShapeMismatch, "has an extent of 5 along axis 0, which has no two halves"),
        ([Sequence(4, 2), Line("GLU", ("Axis", Of(0)))], ErrorCodes.NotSupported, "Leave Axis out to halve the features"),
        ([Input(3), Line("AlphaDropout", ("p", Of(1.5)))], ErrorCodes.InvalidArgument, "p is 1.5; it must be 0 to 1"),
        ([Input(3), Line("GaussianDropout", ("p", Of(1.0)))], ErrorCodes.InvalidArgument, "p is 1; it must be 0 to 0.999"),
        ([Input(3), Line("GaussianNoise", ("std", Of(-1.0)))], ErrorCodes.InvalidArgument, "std is -1; it must be"),
        ([Input(3, 4), Line("Reshape", ("shape", Integers(5, 2)))], ErrorCodes.ShapeMismatch, "its operand Input of shape [3, 4] has 12 elements, and its shape [5, 2] has 10"),
        ([Input(3, 4), Line("Reshape", ("shape", Integers(5, -1)))], ErrorCodes.ShapeMismatch, "has a multiple of 5"),
        ([Input(3, 4), Line("Reshape", ("shape", Integers(1 << 20, 1 << 20)))], ErrorCodes.ShapeMismatch, "has more"),
        ([Input(3, 4), Line("Reshape", ("shape", Integers(-1, -1)))], ErrorCodes.InvalidArgument, "one of them may be -1"),
        ([Input(3, 4), Line("Reshape", ("shape", Integers(0, -1)))], ErrorCodes.InvalidArgument, "each at least 1"),
        ([Input(3, 4), Line("Reshape", ("shape", Integers()))], ErrorCodes.InvalidArgument, "Write the extents of one sample"),
        ([Sequence(4, 3), Line("Reshape", ("shape", Integers(3, 2, 2)))], ErrorCodes.ShapeMismatch, "is a sequence, steps first, which it does not work on. Write [Flatten]"),
        ([Input(3), Line("Transpose")], ErrorCodes.ShapeMismatch, "its operand Input of shape [3] has no two extents"),
        ([Input(3, 4), Line("Transpose", ("dim0", Of(2)))], ErrorCodes.InvalidArgument, "dim0 is 2; it must be -2 to 1"),
        ([Sequence(4, 3), Line("Transpose")], ErrorCodes.ShapeMismatch, "declare the input without Steps"),
        ([Input(3, 4), Line("Permute", ("dims", Integers(1, 1)))], ErrorCodes.InvalidArgument, "its dims are [1, 1], and its operand Input of shape [3, 4] has the extents 0 to 1"),
        ([Input(3, 4), Line("Permute", ("dims", Integers(0)))], ErrorCodes.InvalidArgument, "each of which must stand there once"),
        ([Sequence(4, 3), Line("Permute", ("dims", Integers(1, 0)))], ErrorCodes.ShapeMismatch, "Its steps must stay in front"),
        ([Input(5), Line("Slice", ("start", Of(2)), ("end", Of(2)))], ErrorCodes.InvalidArgument, "from 2 to 2 there is nothing to take of axis 0 of its operand Input of shape [5], which has 5 elements"),
        ([Input(5), Line("Slice", ("start", Of(-6)))], ErrorCodes.InvalidArgument, "from -6 on there is nothing to take"),
        ([Input(5), Line("Slice", ("start", Of(0)), ("end", Of(6)))], ErrorCodes.InvalidArgument, "at most at 5"),
        ([Sequence(4, 3), Line("Slice", ("start", Of(0)), ("end", Of(1)), ("Axis", Of(0)))], ErrorCodes.NotSupported, "[Last] takes the last step"),
        ([Input(6), Line("Split", ("names", Texts("a")))], ErrorCodes.InvalidArgument, "it needs the names of two parts or more"),
        ([Input(6), Line("Split", ("names", Texts("a", "b")), ("Name", Text("c")))], ErrorCodes.InvalidArgument, "has no Name of its own"),
        ([Input(6), Line("Split", ("names", Texts("a", "b.c")))], ErrorCodes.InvalidArgument, "\"b.c\" is no name"),
        ([Input(6), Line("Split", ("names", Texts("a", "a")))], ErrorCodes.DuplicateName, "the name 'a' is taken"),
        ([Input(7), Line("Split", ("names", Texts("a", "b", "c")))], ErrorCodes.ShapeMismatch, "which does not divide into 3 equal parts. Give Sizes = [2, 2, 3]"),
        ([Input(7), Line("Split", ("names", Texts("a", "b")), ("Sizes", Integers(3, 3)))], ErrorCodes.ShapeMismatch, "its Sizes [3, 3] are 6 together, and its operand Input of shape [7] has an extent of 7 along axis 0"),
        ([Input(7), Line("Split", ("names", Texts("a", "b")), ("Sizes", Integers(7)))], ErrorCodes.InvalidArgument, "it names 2 parts and gives 1 Sizes"),
        ([Sequence(4, 3), Line("Split", ("names", Texts("a", "b")), ("Axis", Of(0)))], ErrorCodes.NotSupported, "Leave Axis out to cut features"),
        ([Input(4), Line("Add", ("names", Texts("b"))), Line("Split", ("names", Texts("a", "b")))], ErrorCodes.LaterName, "refers to 'b', which comes later ([Split])"),
        ([Input(3, 4), Line("ReduceMean", ("axes", Integers(0, -2)))], ErrorCodes.InvalidArgument, "one of its axes stands there twice"),
        ([Input(3, 4), Line("ReduceMax", ("axes", Integers(2)))], ErrorCodes.InvalidArgument, "axes is 2; it must be -2 to 1"),
        ([Parameter("w", 3), Input(3), Line("From", ("value", Text("w"))), Line("ReduceSum", ("axes", Integers()))], ErrorCodes.ShapeMismatch, "depends on no input"),
        ([Input(3, 4), Line("MatMul", ("value", Text("input")))], ErrorCodes.ShapeMismatch, "Input has shape [3, 4] and Input has shape [3, 4]; the last extent of the left one must equal the last extent but one of the right one. [Transpose]"),
        ([Parameter("w", 5), Input(3, 4), Line("MatMul", ("value", Text("w")))], ErrorCodes.ShapeMismatch, "must equal the extent of the right one"),
        ([Parameter("w", 2, 4, 4), Input(3, 4), Line("MatMul", ("value", Text("w")))], ErrorCodes.NotSupported, "depends on no input and is more than a matrix"),
        ([Sequence(4, 3), Line("MatMul", ("value", Text("input")))], ErrorCodes.NotSupported, "is a sequence, whose steps a product would sum over or move"),
        ([Parameter("w", 4), Sequence(4, 3), Line("MatMul", ("value", Text("w")))], ErrorCodes.ShapeMismatch, "steps are multiplied each by one matrix [features, n]"),
        ([Input(2, 3, 4), Line("Slice", ("start", Of(0)), ("end", Of(3)), ("Axis", Of(2))), Line("Reshape", ("shape", Integers(3, 2, 3)), ("Name", Text("t"))), Line("Reshape", ("shape", Integers(2, 3, 3))), Line("MatMul", ("value", Text("t")))], ErrorCodes.ShapeMismatch, "must equal"),
        ([Input(2, 2, 2), Line("Slice", ("start", Of(0)), ("end", Of(1))), Line("Concat", ("names", Texts("input")), ("Name", Text("t"))), Line("From", ("value", Text("input"))), Line("MatMul", ("value", Text("t")))], ErrorCodes.ShapeMismatch, "extents in front of the last two must be equal, or 1"),
        ([Input(3), Line("Divide", ("number", Of(0.0)))], ErrorCodes.InvalidArgument, "number is 0; it must be another finite number"),
        ([Input(3), Line("Multiply", ("number", Of(double.PositiveInfinity)))], ErrorCodes.InvalidArgument, "number is inf"),
        ([Input(3), Line("Subtract", ("names", Texts()))], ErrorCodes.InvalidArgument, "it names nothing. Write the name of a layer: [Subtract(\"stem\")]"),
        ([Input(3, 4), Line("ReduceSum", ("axes", Integers(1)), ("Name", Text("s"))), Line("From", ("value", Text("input"))), Line("Maximum", ("names", Texts("s")))], ErrorCodes.ShapeMismatch, "only equal shapes, or extents of 1, can be compared"),
        ([Input(3), Line("Pow", ("exponent", Text("w")))], ErrorCodes.UnknownName, "'w'"),
    ];

    public static IEnumerable<TheoryDataRow<int>> Refusals => Enumerable.Range(0, s_refusals.Length).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_says_what_and_where(int index)
    {
        (LineDeclaration[] lines, string code, string message) = s_refusals[index];
        (NetworkModel? model, CompileError? error) = Build(NetworkMode.Training, lines);
        Assert.Null(model);
        Assert.Equal(code, error!.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_between_parameters_and_a_loss_is_refused_at_its_line()
    {
        LineDeclaration[] lines = [Input(4), Linear(2), Line("Step"), Linear(1), Line("MeanSquaredError")];
        (_, CompileError? error) = Build(NetworkMode.Training, lines);
        Assert.Equal(ErrorCodes.NotSupported, error!.Code);
        Assert.Contains("1 Step: its derivative is 0 wherever there is one", error.Message, StringComparison.Ordinal);
        Assert.Equal(new AttributeLocation("Emitted.Vocabulary", 2), error.Location);
        Assert.NotEmpty(NetworkCompiler.Compile(Network("Vocabulary", [], lines), TestContext.Current.CancellationToken).Errors);
    }

    [Fact]
    public void A_step_is_taken_where_no_parameter_would_learn_through_it()
    {
        // Nothing before it; nothing judges it; the loss judges the value before it.
        Assert.Null(Build(NetworkMode.Training, Input(4), Line("Step"), Linear(1), Line("MeanSquaredError")).Error);
        Assert.Null(Build(NetworkMode.Training, Input(4), Linear(1), Line("Step")).Error);
        Assert.Null(Build(NetworkMode.Training, Input(4), Line("Linear", ("outputs", Of(1)), ("Name", Text("z"))), Line("Step"), Line("BinaryCrossEntropyWithLogits", ("Value", Text("z")))).Error);
    }

    [Fact]
    public void Parts_have_their_names_and_the_first_is_current()
    {
        NetworkModel model = Build(NetworkMode.Inference, Input(7), Line("Split", ("names", Texts("a", "b", "c")), ("Sizes", Integers(1, 4, 2))), Line("Output", ("names", Texts("c", "b", "a")))).Model!;
        Assert.Equal(["[r,2]", "[r,4]", "[r,1]"], model.OutputValues.Select(value => value.Shape.ToString()));
        Assert.Equal("[r,3]", Build(NetworkMode.Inference, Input(6), Line("Split", ("names", Texts("a", "b"))), Line("Tanh")).Model!.OutputValues[0].Shape.ToString());
    }

    [Fact]
    public void What_counts_as_a_layer_is_numbered()
    {
        NetworkModel model = Build(
            NetworkMode.Inference, Input(2, 4), Line("Identity"), Line("Transpose"), Line("Add", ("number", Of(1.0))), Line("Split", ("names", Texts("a", "b"))), Line("Reshape", ("shape", Integers(-1))), Line("PReLU", ("parameters", Of(1)))).Model!;
        Assert.Equal(["3.weight"], model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(new ParameterInitialization(Core.Building.InitializationKind.Constant, 0.25, 0), model.Parameters[0].Initialization);
    }

    [Fact]
    public void Slopes_are_shared()
    {
        NetworkModel model = Build(NetworkMode.Inference, Input(4), Line("PReLU", ("parameters", Of(4)), ("Name", Text("a"))), Linear(4), Line("PReLU", ("parameters", Of(4)), ("Shares", Text("a")))).Model!;
        Assert.Equal(["a.weight", "1.weight", "1.bias"], model.Parameters.Select(parameter => parameter.Name));
    }

    private static (NetworkModel? Model, CompileError? Error) Build(NetworkMode mode, params LineDeclaration[] lines) =>
        NetworkBuilder.Build(Network("Vocabulary", [("Batch", Of(4))], lines), mode, CancellationToken.None);

    private static LineDeclaration Parameter(string name, params int[] shape) => Line("Parameter", ("shape", Integers(shape)), ("Name", Text(name)));

    private static ArgumentValue Of(int number) => ArgumentValue.Of((long)number);

    private static ArgumentValue Of(double number) => ArgumentValue.Of(number);

    private static ArgumentValue Text(string text) => ArgumentValue.Of(text);

    private static ArgumentValue Integers(params int[] numbers) => ArgumentValue.Of(numbers.Select(Of).ToEquatableArray());

    private static ArgumentValue Texts(params string[] texts) => ArgumentValue.Of(texts.Select(ArgumentValue.Of).ToEquatableArray());
}
