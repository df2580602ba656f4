using System;
using System.Linq;
using NetCompiler;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Emitted functions check what they are given before they read or write: they may be called past every check of the runtime.</summary>
public sealed class RefusalTests
{
    private static readonly Lazy<EmittedNetwork> s_network = new(() => new EmittedNetwork(EmittedCompilation.Load(
    [
        Network(
            "Checked",
            [("Batch", ArgumentValue.Of(4)), ("HessianVector", ArgumentValue.Of(true)), ("InputGradient", ArgumentValue.Of(true)), ("Jacobian", ArgumentValue.Of(true))],
            Input(5), Linear(3), Line("Tanh"), Linear(2), Line("SoftmaxCrossEntropy")),
    ]).Assembly.GetType("Emitted.Checked", throwOnError: true)!));

    public static TheoryData<FunctionKind> Functions => [.. Enum.GetValues<FunctionKind>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Correct_arguments_are_taken(FunctionKind kind) => Call(kind, (scoped ref StepArguments _) => { });

    [Theory]
    [MemberData(nameof(Functions))]
    public void Rows_out_of_range_are_refused(FunctionKind kind)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments arguments) => arguments.Rows = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments arguments) => arguments.Rows = 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments arguments) => arguments.Rows = -1));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Buffers_that_are_too_short_are_refused(FunctionKind kind)
    {
        Refuses(kind, "parameters", (scoped ref StepArguments arguments) => arguments.Parameters = arguments.Parameters[1..]);
        Refuses(kind, "workspace", (scoped ref StepArguments arguments) => arguments.Workspace = []);
        if (kind == FunctionKind.HessianVector)
        {
            Refuses(kind, "direction", (scoped ref StepArguments arguments) => arguments.Direction = arguments.Direction[1..]);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Tensors_of_another_length_are_refused(FunctionKind kind)
    {
        NetworkDescription description = s_network.Value.Description;
        bool hasInputGradient = kind is FunctionKind.InputGradient or FunctionKind.VectorJacobian;
        TensorDescription[] tensors =
        [
            .. description.Inputs,
            .. kind is FunctionKind.Infer or FunctionKind.VectorJacobian ? [] : description.Targets,
            .. kind is FunctionKind.Infer or FunctionKind.Evaluate or FunctionKind.Train ? description.Outputs : [],
            .. hasInputGradient ? description.InputGradients : [],
            .. kind == FunctionKind.VectorJacobian ? description.Cotangents : [],
        ];
        foreach (TensorDescription tensor in tensors)
        {
            Refuses(kind, tensor.Name, (scoped ref StepArguments arguments) => arguments[tensor.Slot] = arguments[tensor.Slot].Slice(0, arguments[tensor.Slot].Length - 1));
            Refuses(kind, tensor.Name, (scoped ref StepArguments arguments) => arguments[tensor.Slot] = tensor.Type == ElementType.Int32
                ? (ReadOnlySpan<int>)new int[(4 * tensor.Length) + 1]
                : (Span<float>)new float[(4 * tensor.Length) + 1]);
        }
    }

    [Fact]
    public void Tensors_of_another_element_type_are_refused() => Assert.Throws<InvalidOperationException>(() =>
        Call(FunctionKind.Train, (scoped ref StepArguments arguments) => arguments[s_network.Value.Description.Targets[0].Slot] = (ReadOnlySpan<float>)new float[4]));

    [Fact]
    public void An_output_over_an_input_is_refused()
    {
        var memory = new float[100];
        NetworkDescription description = s_network.Value.Description;
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Call(FunctionKind.Infer, (scoped ref StepArguments arguments) =>
        {
            arguments[description.Inputs[0].Slot] = (ReadOnlySpan<float>)memory.AsSpan(0, 20);
            arguments[description.Outputs[0].Slot] = memory.AsSpan(19, 8);
        }));
        Assert.Contains("'input' and 'output'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FunctionKind.Train)]
    [InlineData(FunctionKind.HessianVector)]
    public void Workers_and_phases_out_of_range_are_refused(FunctionKind kind)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments arguments) => arguments.Worker = 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments arguments) => arguments.Worker = -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments arguments) => arguments.Workers = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments _) => { }, phase: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Call(kind, (scoped ref StepArguments _) => { }, phase: 100));
    }

    private delegate void Change(scoped ref StepArguments arguments);

    private static void Refuses(FunctionKind kind, string named, Change change)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Call(kind, change));
        Assert.Contains("Checked", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{named}'", exception.Message, StringComparison.Ordinal);
    }

    private static void Call(FunctionKind kind, Change change, int phase = 0)
    {
        EmittedNetwork network = s_network.Value;
        NetworkDescription description = network.Description;
        var arguments = new StepArguments
        {
            Parameters = new float[description.ParameterLength],
            Prepared = new float[description.PreparedLength],
            Workspace = new float[Math.Max(description.InferenceWorkspaceLength, description.TrainingWorkspaceLength)],
            Direction = new float[description.ParameterLength],
            Rows = 4,
            Scale = 0.25f,
            Share = 1,
            Workers = 1,
        };
        foreach (TensorDescription tensor in description.Inputs.Concat(description.Targets).Concat(description.Outputs).Concat(description.InputGradients).Concat(description.Cotangents))
        {
            arguments[tensor.Slot] = tensor.Type == ElementType.Int32 ? (ReadOnlySpan<int>)new int[4 * tensor.Length] : (Span<float>)new float[4 * tensor.Length];
        }

        change(ref arguments);
        var sink = new GradientRecorder(description.ParameterLength);
        switch (kind)
        {
            case FunctionKind.Infer:
                network.Infer.Run(ref arguments);
                break;
            case FunctionKind.Evaluate:
                network.Evaluate!.Run(ref arguments);
                break;
            case FunctionKind.Train:
                network.Train!.Run(ref arguments, phase, ref sink);
                break;
            case FunctionKind.HessianVector:
                network.HessianVector!.Run(ref arguments, phase, ref sink);
                break;
            case FunctionKind.InputGradient:
                network.InputGradient!.Run(ref arguments);
                break;
            default:
                network.VectorJacobian!.Run(ref arguments);
                break;
        }
    }
}
