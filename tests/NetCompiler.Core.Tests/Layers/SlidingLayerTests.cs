using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>What convolutions and pools lower to, how blocks and shares reach them, and that whole networks of them have second derivatives.</summary>
public sealed class SlidingLayerTests
{
    [Fact]
    public void A_network_lowers_to_the_program_of_the_walk()
    {
        // docs/architecture.md, walk (a), without its batch norm and with a bias.
        NetworkModel model = Build(
            Declare.Input(1, 28, 28), Line("Conv2d", ("outputs", 8), ("kernel", 5), ("Padding", 2)), Declare.Line("ReLU"), Line("MaxPool2d", ("window", 2)), Declare.Line("Flatten"), Declare.Linear(10));

        const string expected =
            """
            program infer
              %0 [r,1,28,28] = input "input"  ; Input
              %1 [8,1,5,5] = parameter "0.weight"  ; 0 Conv2d
              %2 [r,8,28,28] = convolve %0 %1 stride [1, 1] padding [2, 2]x[2, 2]  ; 0 Conv2d
              %3 [8] = parameter "0.bias"  ; 0 Conv2d
              %4 [8,1,1] = reshape %3  ; 0 Conv2d
              %5 [r,8,28,28] = relu(%2 + %4)  ; 1 ReLU
              %6 [r,8,14,14] int = poolargmax %5 window [2, 2] stride [2, 2]  ; 2 MaxPool2d
              %7 [r,8,14,14] = pooltake %5 %6 window [2, 2] stride [2, 2]  ; 2 MaxPool2d
              %8 [r,1568] = reshape %7  ; 3 Flatten
              %9 [10,1568] = parameter "4.weight"  ; 4 Linear
              %10 [r,10] = contract %8 %9 over [1]x[1]  ; 4 Linear
              %11 [10] = parameter "4.bias"  ; 4 Linear
              %12 [r,10] = %10 + %11  ; 4 Linear
              output "output" = %12

            """;
        TensorProgram inFront = PassPipeline.Passes.Where(pass => pass.Run != ChannelsLast.Run).Aggregate(NetworkPrograms.Infer(model), (program, pass) => pass.Run(program));
        Assert.Equal(expected.ReplaceLineEndings("\n"), inFront.ToString());

        // What is planned has channels last: one channel moves nowhere, and the bias, maps and pool follow the convolution.
        const string planned =
            """
            program infer
              %0 [r,1,28,28] = input "input"  ; Input
              %1 [8,25] = parameter "0.weight"  ; 0 Conv2d
              %2 [r,28,28,1] = reshape %0  ; 0 Conv2d
              %3 [r,28,28,25] = windows %2 positions [28, 28] window [5, 5] stride [1, 1] step [1, 1] origin [-2, -2]  ; 0 Conv2d
              %4 [r,28,28,8] = contract %3 %1 over [3]x[1]  ; 0 Conv2d
              %5 [8] = parameter "0.bias"  ; 0 Conv2d
              %6 [1,1,1,8] = reshape %5  ; 0 Conv2d
              %7 [r,28,28,8] = relu(%4 + %6)  ; 1 ReLU
              %8 [r,14,14,8] int = poolargmax %7 window [2, 2] stride [2, 2] channels last  ; 2 MaxPool2d
              %9 [r,14,14,8] = pooltake %7 %8 window [2, 2] stride [2, 2] channels last  ; 2 MaxPool2d
              %10 [r,8,14,14] = transpose %9 by [0, 3, 1, 2]  ; 3 Flatten
              %11 [r,1568] = reshape %10  ; 3 Flatten
              %12 [10,1568] = parameter "4.weight"  ; 4 Linear
              %13 [r,10] = contract %11 %12 over [1]x[1]  ; 4 Linear
              %14 [10] = parameter "4.bias"  ; 4 Linear
              %15 [r,10] = %13 + %14  ; 4 Linear
              output "output" = %15

            """;
        Assert.Equal(planned.ReplaceLineEndings("\n"), PassPipeline.Run(NetworkPrograms.Infer(model)).ToString());
    }

    [Fact]
    public void A_mean_divides_by_a_number_where_every_window_is_whole()
    {
        NetworkModel whole = Build(Declare.Input(1, 5, 4), Line("AvgPool2d", ("window", 2)));
        NetworkModel padded = Build(Declare.Input(1, 5, 4), Line("AvgPool2d", ("window", 2), ("Padding", 1)));
        NetworkModel uncounted = Build(Declare.Input(1, 5, 4), Declare.Line("AvgPool2d", ("window", ArgumentValue.Of(2)), ("Padding", ArgumentValue.Of(1)), ("CountIncludePad", ArgumentValue.Of(false))));

        Assert.Equal("0.25 * %1", Printed(whole.OutputValues[0]));
        Assert.Equal("0.25 * %1", Printed(padded.OutputValues[0]));
        Assert.Equal("%1 / %3", Printed(uncounted.OutputValues[0]));
        Assert.Equal("poolsum %2 window [2, 2] stride [2, 2] padding [1, 1]x[1, 1]", Printed(uncounted.OutputValues[0].Operands[1]));
        Assert.Equal(Shape.Of(1, 1, 5, 4), uncounted.OutputValues[0].Operands[1].Operands[0].Shape);
    }

    [Fact]
    public void The_same_padding_is_as_little_as_gives_every_stride_a_position()
    {
        NetworkModel model = Build(Declare.Input(1, 49, 10), Declare.Line(
            "Conv2d", ("outputs", ArgumentValue.Of(64)), ("kernel", Array(10, 4)), ("Stride", ArgumentValue.Of(2)), ("Padding", ArgumentValue.Of(Pad.Same)), ("Bias", ArgumentValue.Of(false))));

        Assert.Equal("convolve %0 %1 stride [2, 2] padding [4, 1]x[5, 1]", Printed(model.OutputValues[0]));
        Assert.Equal(Shape.Of(Extent.Rows(4), 64, 25, 5), model.OutputValues[0].Shape);
    }

    [Fact]
    public void Arguments_of_blocks_reach_kernels_and_paddings()
    {
        // [Use<Piece>(6, Pad.Same, 3)] of [Conv2d(Arg.A, [Arg.C, 1], Strides = [1, Arg.C], Padding = Arg.B)].
        const int first = int.MinValue + 1;
        var block = new BlockDeclaration("Piece", EquatableArray.Of(Declare.Line(
            "Conv2d", ("outputs", ArgumentValue.Of(first)), ("kernel", Array(first + 2, 1)), ("Strides", Array(1, first + 2)), ("Padding", ArgumentValue.Of(first + 1)), ("Bias", ArgumentValue.Of(false)))));
        LineDeclaration use = Line("Use", ("a", 6), ("b", Pad.Same), ("c", 3)) with { TypeArgument = "Piece" };
        NetworkDeclaration declaration = Declare.Network("Net", [("Batch", ArgumentValue.Of(4))], Declare.Input(2, 5, 7), use) with { Blocks = EquatableArray.Of(block) };
        TensorValue output = Build(declaration).OutputValues[0];

        Assert.Equal("convolve %0 %1 stride [1, 3] padding [1, 0]x[1, 0]", Printed(output));
        Assert.Equal(Shape.Of(Extent.Rows(4), 6, 5, 3), output.Shape);
        Assert.Equal(Arg.A, first);
    }

    [Fact]
    public void Layers_of_equal_shapes_share_their_parameters()
    {
        NetworkModel model = Build(
            Declare.Input(2, 4, 4),
            Declare.Line("Conv2d", ("outputs", ArgumentValue.Of(2)), ("kernel", ArgumentValue.Of(3)), ("Padding", ArgumentValue.Of(1)), ("Name", ArgumentValue.Of("a"))),
            Declare.Line("Conv2d", ("outputs", ArgumentValue.Of(2)), ("kernel", ArgumentValue.Of(3)), ("Stride", ArgumentValue.Of(2)), ("Shares", ArgumentValue.Of("a"))));

        Assert.Equal(["a.weight", "a.bias"], model.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Weights_have_the_regulariser_and_biases_have_not()
    {
        NetworkModel model = Build(
            Declare.Network(
                "Net",
                [("Batch", ArgumentValue.Of(4)), ("L2", ArgumentValue.Of(0.5))],
                Declare.Input(2, 4),
                Line("Conv1d", ("outputs", 2), ("kernel", 3)),
                Declare.Line("ConvTranspose1d", ("outputs", ArgumentValue.Of(2)), ("kernel", ArgumentValue.Of(3)), ("L2", ArgumentValue.Of(0.25)), ("WeightInit", ArgumentValue.Of("KaimingNormal")))));

        Assert.Equal([0.5, 0, 0.25, 0], model.Parameters.Select(parameter => parameter.Penalty.L2));
        Assert.Equal(new ParameterInitialization(Core.Building.InitializationKind.Normal, 0, Math.Sqrt(2.0 / 6)), model.Parameters[2].Initialization);
    }

    [Fact]
    public void Zeros_around_a_convolutions_input_become_its_padding()
    {
        LineDeclaration pad = Declare.Line("ZeroPad2d", ("padding", Array(1, 2, 0, 3)));
        NetworkModel inference = Build(Declare.Input(2, 5, 6), pad, Line("Conv2d", ("outputs", 3), ("kernel", 2), ("Padding", 1)));
        NetworkModel training = Build(
            Declare.Input(2, 5, 6), Line("Conv2d", ("outputs", 2), ("kernel", 1)), pad, Line("Conv2d", ("outputs", 3), ("kernel", 2), ("Padding", 1), ("Groups", 1)), Declare.Line("MeanSquaredError"));

        TensorProgram folded = FoldPads.Run(NetworkPrograms.Infer(inference));
        Assert.Contains("stride [1, 1] padding [1, 2]x[4, 3]", folded.ToString());
        Assert.DoesNotContain(PassPipeline.Run(NetworkPrograms.Infer(inference)).Values, value => value.Operation is PadOperation);
        Assert.DoesNotContain(PassPipeline.Run(NetworkPrograms.Train(training)).Values, value => value.Operation is PadOperation or SliceOperation);
    }

    [Fact]
    public void What_changes_sizes_between_convolutions_has_channels_last()
    {
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Infer(Build(
            Declare.Input(1, 6, 6),
            Line("Conv2d", ("outputs", 4), ("kernel", 3), ("Padding", 1)),
            Line("ReflectionPad2d", ("padding", 1)),
            Line("GroupNorm", ("groups", 2)),
            Line("LocalResponseNorm", ("size", 3)),
            Line("Upsample", ("scaleFactor", 2)),
            Line("Crop", ("size", 5)),
            Line("Conv2d", ("outputs", 1), ("kernel", 5)))));

        Assert.DoesNotContain(program.Values, value => value.Operation is TransposeOperation);
    }

    /// <summary>The Hessian-vector product that the compiler would emit, against central differences of the gradient that it would emit.</summary>
    [Fact]
    public void Networks_of_layers_have_hessian_vector_products()
    {
        NetworkDeclaration declaration = Declare.Network(
            "Net",
            [("Batch", ArgumentValue.Of(4)), ("L2", ArgumentValue.Of(0.1))],
            Declare.Input(2, 6, 5),
            Declare.Line("Conv2d", ("outputs", ArgumentValue.Of(4)), ("kernel", Array(3, 2)), ("Padding", ArgumentValue.Of(Pad.Same)), ("Groups", ArgumentValue.Of(2))),
            Declare.Line("Tanh"),
            Line("MaxPool2d", ("window", 3), ("Stride", 2), ("Padding", 1)),
            Line("ConvTranspose2d", ("outputs", 2), ("kernel", 2), ("Stride", 2), ("OutputPadding", 1)),
            Declare.Line("Sigmoid"),
            Line("DepthwiseConv2d", ("kernel", 2), ("Multiplier", 2), ("Dilation", 2)),
            Declare.Line("AvgPool2d", ("window", ArgumentValue.Of(2)), ("Padding", ArgumentValue.Of(1)), ("CountIncludePad", ArgumentValue.Of(false))),
            Declare.Line("GlobalAvgPool"),
            Declare.Line("MeanSquaredError"));
        TensorProgram train = PassPipeline.Run(NetworkPrograms.Train(Build(declaration)));
        NetworkModel model = Build(declaration);
        TensorProgram product = PassPipeline.Run(NetworkPrograms.HessianVector(model));

        var random = new Random(3);
        double[] Draw(long length) => [.. Enumerable.Range(0, (int)length).Select(_ => (2 * random.NextDouble()) - 1)];
        const int rows = 3;
        double[] input = Draw(rows * 60);
        double[] target = Draw(rows * 4);
        Dictionary<string, double[]> parameters = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => Draw(parameter.Shape.Length));
        Dictionary<string, double[]> directions = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => Draw(parameter.Shape.Length));
        ReferenceRun Run(TensorProgram program, double step)
        {
            var call = new ReferenceCall { Rows = rows, Scale = 1.0 / rows, Sources = { [(SourceKind.Input, "input")] = input, [(SourceKind.Target, "target")] = target } };
            foreach (ParameterModel parameter in model.Parameters)
            {
                double[] direction = directions[parameter.Name];
                call.Sources[(SourceKind.Parameter, parameter.Name)] = [.. parameters[parameter.Name].Select((element, i) => element + (step * direction[i]))];
                call.Sources[(SourceKind.Direction, parameter.Name)] = direction;
            }

            return Interpreter.Run(program, call);
        }

        const double h = 1e-5;
        ReferenceRun after = Run(train, h);
        ReferenceRun before = Run(train, -h);
        ReferenceRun at = Run(product, 0);
        foreach (ParameterModel parameter in model.Parameters)
        {
            double[] expected = [.. after.Result(ResultKind.ParameterGradient, parameter.Name)
                .Zip(before.Result(ResultKind.ParameterGradient, parameter.Name), (a, b) => (a - b) / (2 * h))];
            Assert.Contains(expected, element => Math.Abs(element) > 1e-3);
            AssertClose(parameter.Name, expected, at.Result(ResultKind.ParameterGradient, parameter.Name), 1e-7, product.ToString());
        }
    }

    private static NetworkModel Build(params LineDeclaration[] lines) => Build(Declare.Network("Net", [("Batch", ArgumentValue.Of(4))], lines));

    private static NetworkModel Build(NetworkDeclaration declaration)
    {
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    private static LineDeclaration Line(string kind, params (string Name, int Value)[] arguments) =>
        Declare.Line(kind, [.. arguments.Select(argument => (argument.Name, ArgumentValue.Of(argument.Value)))]);

    private static ArgumentValue Array(params int[] items) => ArgumentValue.Of(items.Select(item => ArgumentValue.Of(item)).ToEquatableArray());

    private static string Printed(TensorValue value) => value.Operation.Print([.. value.Operands.Select(operand => operand.ToString())]);
}
