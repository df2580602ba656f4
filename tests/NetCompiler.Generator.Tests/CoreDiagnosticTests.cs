using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>What the core refuses, seen through the generator: the ID, the text under the squiggle, and what the message must name.</summary>
public sealed class CoreDiagnosticTests
{
    [Fact]
    public void No_input() => Refused(
        "NC0101",
        "[Network, Parameter(3, Name = \"w\")] public partial class [|Mlp|];",
        ["'Mlp'", "[Input("]);

    [Fact]
    public void Layer_without_any_input() => Refused(
        "NC0101", "[Network, Linear(10)] public partial class [|Mlp|];", ["'Mlp'", "[Input("]);

    [Fact]
    public void Layer_before_the_input() => Refused(
        "NC0102", "[Network, [|Linear(10)|], Input(4)] public partial class Mlp;", ["0 Linear", "[Input("]);

    [Fact]
    public void Several_inputs_and_none_is_used() => Refused(
        "NC0102", "[Network, Input(4, Name = \"a\"), Input(4, Name = \"b\")] public partial class [|Mlp|];", ["'Mlp'", "[From(\"a\")]"]);

    [Fact]
    public void Several_inputs_and_none_is_current() => Refused(
        "NC0102",
        "[Network, Input(4, Name = \"a\"), Input(4, Name = \"b\"), [|Linear(10)|]] public partial class Mlp;",
        ["Linear", "[From("]);

    [Fact]
    public void Unknown_name() => Refused(
        "NC0103",
        "[Network, Input(4), Linear(4, Name = \"stem\"), [|Add(\"Stem\")|]] public partial class Mlp;",
        ["'Stem'", "'stem'"]);

    [Fact]
    public void Duplicate_name() => Refused(
        "NC0104",
        "[Network, Input(4), Linear(4, Name = \"a\"), [|ReLU(Name = \"a\")|]] public partial class Mlp;",
        ["'a'"],
        "Linear(4, Name = \"a\")");

    [Fact]
    public void Later_name() => Refused(
        "NC0105",
        "[Network, Input(4), [|Add(\"late\")|], Linear(4, Name = \"late\")] public partial class Mlp;",
        ["'late'"],
        "Linear(4, Name = \"late\")");

    [Fact]
    public void Shapes_that_do_not_fit() => Refused(
        "NC0106",
        "[Network, Input(16), Linear(8, Name = \"a\"), Linear(4), [|Add(\"a\")|]] public partial class Mlp;",
        ["[8]", "[4]", "'a'", "1 Linear"],
        "Linear(4)",
        "Linear(8, Name = \"a\")");

    [Fact]
    public void Shapes_that_cannot_be_joined() => Refused(
        "NC0106",
        "[Network, Input(2, 16), Linear(8, Name = \"a\"), Linear(4), [|Concat(\"a\")|]] public partial class Mlp;",
        ["[2, 8]", "[2, 4]", "a Linear", "1 Linear"]);

    [Fact]
    public void Value_and_target_of_different_shapes() => Refused(
        "NC0106",
        "[Network, Input(16, Name = \"x\"), Linear(8), [|MeanSquaredError(Target = \"x\")|]] public partial class Mlp;",
        ["[8]", "[16]", "'x'", "0 Linear"]);

    [Fact]
    public void Logits_of_one_class_at_each_position() => Refused(
        "NC0106",
        "[Network, Input(1, 5), Tanh, [|SoftmaxCrossEntropy|]] public partial class Mlp;",
        ["[1, 5]", "0 Tanh", "[Flatten]"]);

    [Theory]
    [InlineData("Input(784), [|Conv2d(8, 3)|]", "0 Conv2d: its operand Input has shape [784]; it works on images [channels, height, width]", "[Input(1, 28, 28)]")]
    [InlineData("Input(3, 8, 8), [|Conv1d(8, 3)|]", "[3, 8, 8]", "signals [channels, length]")]
    [InlineData("Input(3, 8), Tanh, [|MaxPool2d(2)|]", "its operand 0 Tanh has shape [3, 8]", "images [channels, height, width]")]
    [InlineData("Input(8), [|GlobalAvgPool|]", "its operand Input has shape [8]", "images [channels, height, width]")]
    [InlineData("Input(8), [|GlobalMaxPool|]", "its operand Input has shape [8]", "signals [channels, length]")]
    [InlineData("Input(1, 8, 8), [|ConvTranspose1d(8, 3)|]", "its operand Input has shape [1, 8, 8]", "signals [channels, length]")]
    [InlineData("Input(4), Parameter(2, 8, 8, Name = \"w\"), From(\"w\"), [|AvgPool2d(2)|]", "[2,8,8]", "depends on no input")]
    public void Windows_over_something_else_than_images(string lines, string shape, string advice) => Refused(
        "NC0106", $"[Network, {lines}] public partial class Net;", [shape, advice]);

    [Theory]
    [InlineData("Input(6, 8, 8), Tanh, [|Conv2d(8, 3, Groups = 4)|]", "its 4 groups do not divide the 6 channels of its operand 0 Tanh of shape [6, 8, 8]", "a divisor")]
    [InlineData("Input(6, 8), [|ConvTranspose1d(8, 3, Groups = 4)|]", "its 4 groups do not divide the 6 channels", "[6, 8]")]
    public void Channels_that_groups_do_not_divide(string lines, string shapes, string advice) => Refused(
        "NC0106", $"[Network, {lines}] public partial class Net;", [shapes, advice]);

    [Theory]
    [InlineData("Input(1, 4, 6), [|Conv2d(8, 5)|]", "its kernel [5, 5] does not fit its operand Input of shape [1, 4, 6]: the result would have size [0, 2]", "Make the kernel smaller or Padding larger")]
    [InlineData("Input(1, 4, 6), [|Conv2d(8, [7, 3], Padding = 1, PaddingEnd = 0)|]", "its kernel [7, 3] does not fit its operand Input of shape [1, 4, 6], which padding makes [1, 5, 7]", "size [0, 5]")]
    [InlineData("Input(1, 4), [|Conv1d(8, 3, Dilation = 2)|]", "its kernel [3] covers [5] with its dilation and does not fit its operand Input of shape [1, 4]", "size [0]")]
    [InlineData("Input(2, 1, 4), Tanh, [|MaxPool2d(2)|]", "1 MaxPool2d: its window [2, 2] does not fit its operand 0 Tanh of shape [2, 1, 4]: the result would have size [0, 2]", "Make the window smaller")]
    [InlineData("Input(2, 1), [|AvgPool1d(3, CeilMode = true, Stride = 1)|]", "its window [3] does not fit its operand Input of shape [2, 1]", "size [0]")]
    [InlineData("Input(3, 4, 4), [|DepthwiseConv2d(5)|]", "its kernel [5, 5] does not fit", "[3, 4, 4]")]
    [InlineData("Input(3, 2, 2), [|ConvTranspose2d(4, 2, Padding = 2)|]", "its operand Input of shape [3, 2, 2]", "shape [4, -1, -1]")]
    [InlineData("Input(3, 4), [|MaxPool1d(2, Padding = 3)|]", "meets nothing but the padding [3] of its operand Input of shape [3, 4]", "at most half of the window")]
    public void Windows_that_do_not_fit(string lines, string shapes, string advice) => Refused(
        "NC0106", $"[Network, {lines}] public partial class Net;", [shapes, advice]);

    [Theory]
    [InlineData("Input(3, 8), [|LayerNorm(4)|]", "its shape [4] is not how the shape [3, 8] of its operand Input ends")]
    [InlineData("Input(3, 8), Tanh, [|RMSNorm(2, 3, 8)|]", "its shape [2, 3, 8] is not how the shape [3, 8] of its operand 0 Tanh ends")]
    [InlineData("Input(6, 8, 8), Tanh, [|GroupNorm(4)|]", "its 4 groups do not divide the 6 channels of its operand 0 Tanh of shape [6, 8, 8]")]
    [InlineData("Input(6, 8, 8), [|InstanceNorm1d|]", "its operand Input has shape [6, 8, 8]; it works on signals [channels, length]")]
    [InlineData("Input(6, 8), [|InstanceNorm2d|]", "its operand Input has shape [6, 8]; it works on images [channels, height, width]")]
    [InlineData("Input(6, 8, 8), Tanh, [|BatchNorm1d|]", "its operand 0 Tanh has shape [6, 8, 8], and it works on [channels] or [channels, length]")]
    [InlineData("Input(6, 8), [|BatchNorm2d|]", "its operand Input has shape [6, 8], and it works on [channels, height, width]")]
    [InlineData("Input(8), [|LocalResponseNorm(3)|]", "its operand Input has shape [8]")]
    [InlineData("Input(6, 8), [|Dropout2d|]", "its operand Input has shape [6, 8]; it works on images")]
    [InlineData("Input(6, 8), Tanh, [|ZeroPad2d(1)|]", "its operand 0 Tanh has shape [6, 8]; it works on images")]
    [InlineData("Input(3, 4, 2), [|ReflectionPad2d([2, 0, 3, 0])|]", "its operand Input has shape [3, 4, 2] and the result would have shape [3, 7, 4]; a reflection has one element less")]
    [InlineData("Input(3, 4), [|ReflectionPad1d(4)|]", "its operand Input has shape [3, 4] and the result would have shape [3, 12]")]
    [InlineData("Input(3, 4, 6), Tanh, [|Crop(5)|]", "its size [5, 5] from [0, 0] on does not lie within its operand 0 Tanh of shape [3, 4, 6]")]
    [InlineData("Input(3, 4), [|Crop(3, Offset = 2)|]", "its size [3] from [2] on does not lie within its operand Input of shape [3, 4]")]
    [InlineData("Input(3, 4, 2), [|Upsample(0.4)|]", "its operand Input has shape [3, 4, 2], and the result would have shape [3, 1, 0]")]
    [InlineData("Input(6, 4, 2), Tanh, [|PixelShuffle(2)|]", "its factor 2 makes blocks of 4 channels, which do not divide the 6 channels of its operand 0 Tanh of shape [6, 4, 2]")]
    [InlineData("Input(6, 4, 3), [|PixelUnshuffle(2)|]", "its factor 2 does not divide [4, 3], the height and width of its operand Input of shape [6, 4, 3]")]
    [InlineData("Input(6), Tanh, [|Dice|]", "it judges channels of positions, [channels, height, width] or [channels, length], and 0 Tanh has shape [6]")]
    [InlineData("Input(1, 6, 2), Tanh, [|Dice(Activation = DiceActivation.Softmax)|]", "its Activation is Softmax, and 0 Tanh of shape [1, 6, 2] has one channel")]
    [InlineData("Input(1, 6), Tanh, [|Dice(Targets = TargetKind.ClassIndex)|]", "its target is a class index, and 0 Tanh of shape [1, 6] has one channel")]
    [InlineData("Input(4, Name = \"x\"), Linear(2), [|BinaryCrossEntropyWithLogits(Target = \"x\")|]", "it compares 0 Linear of shape [2] with 'x' (x Input) of shape [4]")]
    public void Shapes_that_a_layer_does_not_take(string lines, string shapes) => Refused(
        "NC0106", $"[Network, {lines}] public partial class Net;", [shapes]);

    [Theory]
    [InlineData("LayerNorm(Axes = 4)", "Axes is 4; it must be 1 to 3")]
    [InlineData("LayerNorm(8, Axes = 1)", "its shape and Axes are both given")]
    [InlineData("LayerNorm(Epsilon = -1)", "Epsilon is -1")]
    [InlineData("GroupNorm(0)", "groups is 0")]
    [InlineData("BatchNorm2d(Epsilon = -1)", "Epsilon is -1")]
    [InlineData("BatchNorm2d(Momentum = 1.5)", "Momentum is 1.5")]
    [InlineData("LocalResponseNorm(0)", "size is 0")]
    [InlineData("LocalResponseNorm(3, K = 0)", "K is 0")]
    [InlineData("Dropout2d(1.5)", "p is 1.5")]
    [InlineData("ZeroPad2d(-1)", "padding is -1")]
    [InlineData("ZeroPad2d([1, 2])", "padding is [1, 2]; it must have 4 numbers, left, right, top and bottom")]
    [InlineData("Crop([2])", "size is [2]; it must have 2 numbers, one for each axis")]
    [InlineData("Upsample", "neither a factor nor Size is given")]
    [InlineData("Upsample(2, Size = 8)", "a factor and Size are both given")]
    [InlineData("Upsample(0)", "scaleFactor is 0")]
    [InlineData("Upsample([2, 2, 2])", "scaleFactor is [2, 2, 2]; it must have 2 numbers")]
    [InlineData("Upsample(2, Mode = InterpolationMode.Linear)", "its Mode is Linear and its operand Input has shape [3, 8, 8]")]
    [InlineData("Upsample(2, AlignCorners = true)", "AlignCorners is set and its Mode is Nearest")]
    [InlineData("PixelShuffle(0)", "upscaleFactor is 0")]
    [InlineData("Softplus(0)", "beta is 0")]
    [InlineData("LeakyReLU(double.NaN)", "negativeSlope is nan")]
    [InlineData("Dice(Smooth = -1)", "Smooth is -1")]
    [InlineData("BinaryCrossEntropyWithLogits(PosWeight = -1)", "PosWeight is -1")]
    public void Invalid_argument_of_a_layer(string line, string fragment) => Refused(
        "NC0107", $"[Network, Input(3, 8, 8), [|{line}|]] public partial class Net;", [fragment]);

    [Theory]
    [InlineData("Conv2d(8, 3, Groups = 3)", "Groups is 3 and outputs is 8")]
    [InlineData("Conv2d(0, 3)", "outputs is 0")]
    [InlineData("Conv2d(8, 0)", "kernel is 0; it must be 1 to 1048576")]
    [InlineData("Conv2d(8, [3, 0])", "kernel is 0")]
    [InlineData("Conv2d(8, [3])", "kernel is [3]; it must have 2 numbers, one for each axis")]
    [InlineData("Conv2d(8, null!)", "'kernel' is missing")]
    [InlineData("Conv2d(8, 3, Stride = 0)", "Stride is 0")]
    [InlineData("Conv2d(8, 3, Strides = [1, 2, 3])", "Strides is [1, 2, 3]; it must have 2 numbers")]
    [InlineData("Conv2d(8, 3, Strides = [1, 0])", "Strides is 0")]
    [InlineData("Conv2d(8, 3, Stride = 2, Strides = [1, 2])", "Stride and Strides are both given")]
    [InlineData("Conv2d(8, 3, Padding = -1)", "Padding is -1")]
    [InlineData("Conv2d(8, 3, Padding = Pad.Same, PaddingEnd = 1)", "Pad.Same says all paddings")]
    [InlineData("Conv2d(8, 3, Padding = Arg.A)", "Arg.A")]
    [InlineData("Conv2d(8, 3, BiasInit = Init.XavierNormal)", "BiasInit = Init.XavierNormal needs a matrix")]
    [InlineData("DepthwiseConv2d(3, Multiplier = 0)", "Multiplier is 0")]
    [InlineData("ConvTranspose2d(8, 3, Stride = 2, OutputPadding = 2)", "OutputPadding is [2, 2] and Stride is [2, 2]")]
    [InlineData("MaxPool2d(0)", "window is 0")]
    public void Invalid_argument_of_a_window(string line, string fragment) => Refused(
        "NC0107", $"[Network, Input(3, 8, 8), [|{line}|]] public partial class Net;", [fragment]);

    [Theory]
    [InlineData("ConvTranspose2d(8, 3, Padding = Pad.Same)", "Pad.Same has no meaning here", "OutputPadding")]
    public void Window_that_is_not_supported(string line, string problem, string detail) => Refused(
        "NC0115", $"[Network, Input(3, 8, 8), [|{line}|]] public partial class Net;", [problem, detail]);

    [Theory]
    [InlineData("Network(Batch = 1024), Input(1, 8, 8), [|Conv2d(16_000_000, 1)|]", "a batch of 1024 samples of its result [16000000, 8, 8]")]
    [InlineData("Network(Batch = 1), Input(64, 8, 8), [|Conv2d(500_000, 8)|]", "its weight [500000, 64, 8, 8]")]
    [InlineData("Network(Batch = 1), Input(1, 1_000_000), [|ConvTranspose1d(1, 1, Stride = 1_000_000)|]", "its result [1, 999999000001]")]
    [InlineData("Network(Batch = 1), Input(1, 8), [|Upsample(10_000)|]", "it makes an axis of 80000 from one of 8, of its operand of shape [1, 8]; at most 32768 elements an axis are supported")]
    [InlineData("Network(Batch = 64), Input(16, 512, 512), [|Upsample(2)|]", "a batch of 64 samples of its result [16, 1024, 1024]")]
    [InlineData("Network(Batch = 1), Input(1, 8), [|Conv1d(1, 1_000_000, Dilation = 1_000_000, Padding = Pad.Same)|]", "with Pad.Same its window would need a padding of 999,999,000,000")]
    public void Windows_that_are_too_large(string lines, string fragment) => Refused("NC0114", $"[{lines}] public partial class Net;", [fragment]);

    [Theory]
    [InlineData("Output(\"a\", Name = \"b\")", "Output: it has a Name, but makes no value")]
    [InlineData("Output", "Output: it names nothing")]
    [InlineData("Add", "Add: it names nothing")]
    [InlineData("Linear(3, Name = \" \")", "is no name")]
    [InlineData("Linear(3, Name = \"a.b\")", "is no name")]
    [InlineData("Linear(3, Name = \"a\\n\")", "U+000A")]
    [InlineData("Linear(3, Name = \"a\\u2028*/\")", "U+2028")]
    [InlineData("Linear(3, Name = \"\\ud83dx\")", "U+D83D")]
    [InlineData("Linear(3, Name = \"\\uffff\")", "U+FFFF")]
    [InlineData("MeanSquaredError(Target = \"t\\u0085\")", "U+0085")]
    public void Name_that_is_not_possible(string line, string fragment) => Refused(
        "NC0107", $"[Network, Input(16), Linear(3, Name = \"a\"), [|{line}|]] public partial class Mlp;", [fragment]);

    [Theory]
    [InlineData("HessianVector = true", "HessianVector needs a loss")]
    [InlineData("InputGradient = true", "InputGradient needs a loss")]
    [InlineData("Batch = 0", "Batch is 0")]
    [InlineData("Batch = 2_000_000", "Batch is 2000000")]
    [InlineData("L2 = -0.5", "L2 is -0.5")]
    public void Invalid_argument_of_the_network(string option, string fragment) => Refused(
        "NC0107", $"[Network({option}), Input(16), Linear(3)] public partial class [|Mlp|];", [fragment]);

    [Theory]
    [InlineData("{ void Forward() { } }", "'Forward'", "member another name")]
    [InlineData("{ int Batch; }", "'Batch'", "member another name")]
    [InlineData("{ class Session; }", "'Session'", "member another name")]
    [InlineData("{ class Kernels; int Load; }", "'Kernels' and 'Load'", "members other names")]
    [InlineData("{ public Mlp(int size) : this() { } }", "'.ctor(int)'", "member another name")]
    [InlineData("{ Mlp(NetworkMemory own) : this(3) { } }", "'.ctor(global::NetCompiler.NetworkMemory)'", "member another name")]
    [InlineData("{ event System.Action TrainStep; }", "'TrainStep'", "member another name")]
    [InlineData(": Base;", "'Save'", "member another name")]
    public void Member_that_meets_a_generated_one(string body, string members, string advice) => Refused(
        "NC0111",
        $"[Network, Input(16), Linear(3), MeanSquaredError] public partial class [|Mlp|] {body} public class Base {{ protected void Save() {{ }} void Load() {{ }} }}",
        ["'Mlp' declares " + members, advice]);

    [Theory]
    [InlineData("Session")]
    [InlineData("Kernels")]
    [InlineData("Batch")]
    [InlineData("Evaluate")]
    public void Class_named_like_a_generated_member(string name) => Refused(
        "NC0111", $"[Network, Input(16), Linear(3), MeanSquaredError] public partial class [|{name}|];", [$"'{name}'", "Give the class another name"]);

    [Fact]
    public void Copy_constructor_of_a_record() => Refused(
        "NC0111",
        "partial class Outer { [Network, Input(16), Linear(3)] public partial record [|Mlp|] { protected Mlp(Mlp original) { } } }",
        ["'.ctor(global::Outer.Mlp)'"]);

    [Theory]
    [InlineData("Network(Jacobian = true), Input(4, Name = \"a\"), Input(4, Name = \"b\"), From(\"a\"), Add(\"b\")", "has 2 and 1")]
    public void Network_that_is_not_supported_yet(string lines, string fragment) => Refused(
        "NC0115", $"[{lines}, Linear(3)] public partial class [|Mlp|];", [fragment]);

    [Fact]
    public void Input_elements_that_are_not_supported_yet() => Refused(
        "NC0115", "[Network, [|Input(4, Element = ElementType.Float64)|], Linear(3)] public partial class Mlp;", ["Float64", "Precision = Precision.Double", "ElementType.UInt8"]);

    [Fact]
    public void Input_elements_of_another_precision() => Refused(
        "NC0115", "[Network(Precision = Precision.Double), [|Input(4, Element = ElementType.Float32)|], Linear(3)] public partial class Mlp;", ["its numbers are Float32, and the network computes in Float64", "Leave Element out"]);

    [Theory]
    [InlineData("Scale = 1.0 / 255", "Scale says how bytes become numbers, and the input is of floats", "Add Element = ElementType.UInt8")]
    [InlineData("Mean = [0.5]", "Mean says how bytes become numbers", "scale the floats that you give")]
    [InlineData("Element = ElementType.UInt8, Mean = [0.5, 0.5]", "Mean has 2 numbers, and the input [3, 8, 8] has 3 channels along its first axis", "one for all")]
    [InlineData("Element = ElementType.UInt8, Std = [1, 1, 1, 1]", "Std has 4 numbers", "3 channels")]
    [InlineData("Element = ElementType.UInt8, Std = []", "Std has 0 numbers", "3 channels")]
    [InlineData("Element = ElementType.UInt8, Std = [0.2, 0, 0.2]", "Std has a 0", "divided by it")]
    [InlineData("Element = ElementType.UInt8, Std = [-1]", "Std is -1", "at least 0")]
    [InlineData("Element = ElementType.UInt8, Scale = double.NaN", "Scale is nan", "it must be")]
    [InlineData("Element = ElementType.UInt8, Scale = 1e30, Std = [1e-30]", "make the factor or summand", "no float holds")]
    public void Scaling_of_an_input_that_is_not_possible(string arguments, string problem, string advice) => Refused(
        "NC0107", $"[Network, [|Input(3, 8, 8, {arguments})|], Flatten, Linear(3)] public partial class Net;", [problem, advice]);

    [Theory]
    [InlineData("InputGradient = true", "InputGradient differentiates by the inputs")]
    [InlineData("Jacobian = true", "Jacobian differentiates by the inputs")]
    public void Derivative_by_bytes(string option, string fragment) => Refused(
        "NC0115",
        $"[Network({option}), Input(3, 8, 8, Element = ElementType.UInt8, Name = \"photo\"), Flatten, Linear(3), SoftmaxCrossEntropy] public partial class [|Net|];",
        [fragment, "'photo'", "of bytes, which have no derivative"]);

    [Theory]
    [InlineData("[|Use<Piece>(Times = 5000)|]", "ReLU")]
    [InlineData("Use<Piece>(Times = 2000), [|Use<Many>|]", "Use<Many>(Times = 10_000)")]
    public void Too_many_layers(string lines, string line) => Refused(
        "NC0114",
        $"[Network, Input(4), {lines}] public partial class Mlp; [Block, ReLU] class Piece; [Block, Use<Many>(Times = 10_000)] class All; [Block, Use<None>(Times = 10_000)] class Many; [Block] class None;",
        ["more than 8192 layers and blocks"],
        line.Replace("Many>(", "None>(", StringComparison.Ordinal));

    [Fact]
    public void Too_many_tensors() => Refused(
        "NC0114",
        $"[Network, {string.Join(", ", Enumerable.Range(0, 12).Select(i => $"Input(1, Name = \"x{i}\")"))}, From(\"x0\")] public partial class [|Mlp|];",
        ["12 inputs", "[Concat]"]);

    [Theory]
    [InlineData("[|Linear(0)|]", "outputs is 0")]
    [InlineData("[|Linear(Arg.A)|]", "Arg.A")]
    [InlineData("[|Dropout(1.5)|]", "1.5")]
    [InlineData("[|Linear(3, L2 = -1)|]", "L2 is -1")]
    public void Invalid_argument(string line, string fragment) => Refused(
        "NC0107", $"[Network, Input(16), {line}] public partial class Mlp;", [fragment]);

    [Fact]
    public void Layer_after_a_loss() => Refused(
        "NC0108", "[Network, Input(16), Linear(3), SoftmaxCrossEntropy, [|ReLU|]] public partial class Mlp;", ["[ReLU]"]);

    [Fact]
    public void Losses_that_disagree_about_their_target() => Refused(
        "NC0109",
        "[Network, Input(16), Linear(3), SoftmaxCrossEntropy(Target = \"t\"), [|MeanSquaredError(Target = \"t\")|]] public partial class Mlp;",
        ["class index", "real numbers", "'t'"]);

    [Fact]
    public void Block_that_places_itself() => Refused(
        "NC0110",
        "[Network, Input(16), [|Use<A>|]] public partial class Mlp; [Block, ReLU, Use<B>] class A; [Block, Use<A>] class B;",
        ["'A'", "A in B"],
        "Use<A>");

    [Fact]
    public void Shared_parameters_of_another_shape() => Refused(
        "NC0112",
        "[Network, Input(16), Linear(8, Name = \"a\"), [|Linear(8, Shares = \"a\")|]] public partial class Mlp;",
        ["[8,16]", "[8,8]"],
        "Linear(8, Name = \"a\")");

    [Fact]
    public void Function_that_cannot_be_translated() => Refused(
        "NC0113",
        "[Network, Input(16), [|Map(nameof(Wave))|]] public partial class Mlp { static float Wave(float x) => System.MathF.Cosh(x); }",
        ["'Wave'", "System.MathF.Cosh(x)"]);

    [Fact]
    public void Input_that_is_too_large() => Refused(
        "NC0114", "[Network(Batch = 1_000_000), [|Input(3, 512, 512)|]] public partial class Mlp;", ["[3, 512, 512]"]);

    [Fact]
    public void Line_of_a_block_is_an_additional_location() => Refused(
        "NC0107",
        "[Network, Input(16), [|Use<Piece>(-3)|]] public partial class Mlp; [Block, ReLU, Linear(Arg.A)] class Piece;",
        ["-3"],
        "Linear(Arg.A)");

    [Fact]
    public void Loss_in_a_block() => Refused(
        "NC0115",
        "[Network, Input(16), [|Use<Piece>|]] public partial class Mlp; [Block, Linear(3), MeanSquaredError] class Piece;",
        ["[MeanSquaredError]"],
        "MeanSquaredError");

    private static void Refused(string id, string markedSource, string[] fragments, params string[] additional)
    {
        Marked marked = Marked.Parse("using NetCompiler;\n" + markedSource);
        GeneratorRun run = GeneratorRun.Of(marked.Source);

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        Expect.Is(diagnostic, id, message, marked, run.Input.SyntaxTrees[0]);
        Assert.All(fragments, fragment => Assert.Contains(fragment, message, StringComparison.Ordinal));
        Assert.Equal(additional, diagnostic.AdditionalLocations.Select(Expect.TextOf));
        Assert.Empty(run.Result.GeneratedSources);
    }
}
