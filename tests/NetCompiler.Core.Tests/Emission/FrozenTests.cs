using System;
using System.Linq;
using NetCompiler;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Layers that are frozen have no code for their gradients: neither in the program, nor in what is emitted of it.</summary>
public sealed class FrozenTests
{
    private static readonly (string, ArgumentValue)[] s_options = [("Batch", ArgumentValue.Of(4)), ("HessianVector", ArgumentValue.Of(true)), ("L2", ArgumentValue.Of(0.01))];

    private static readonly Lazy<EmittedNetwork[]> s_networks = new(() =>
    {
        System.Reflection.Assembly assembly = EmittedCompilation.Load([Net("Free", 0), Net("First", 1), Net("Second", 2), Net("Every", 7)]).Assembly;
        return [.. new[] { "Free", "First", "Second", "Every" }.Select(name => new EmittedNetwork(assembly.GetType("Emitted." + name, throwOnError: true)!))];
    });

    [Fact]
    public void The_program_has_gradients_of_the_others_alone()
    {
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"], Gradients(Net("Free", 0)));
        Assert.Equal(["2.weight", "2.bias", "4.weight", "4.bias"], Gradients(Net("First", 1)));
        Assert.Equal(["0.weight", "0.bias", "4.weight", "4.bias"], Gradients(Net("Second", 2)));
        Assert.Empty(Gradients(Net("Every", 7)));
    }

    [Fact]
    public void The_emitted_text_puts_no_gradient_of_a_frozen_layer()
    {
        // The gradient of each weight is a product of its own shape.
        string free = Text(Net("Free", 0));
        string first = Text(Net("First", 1));
        Assert.Contains("PutContract12x", free);
        Assert.Contains("PutContract20x", free);
        Assert.DoesNotContain("PutContract12x", first);
        Assert.Contains("PutContract20x", first);
        Assert.True(Count(first, "sink.Put(") < Count(free, "sink.Put("));
        Assert.DoesNotContain("sink.Put(", Text(Net("Every", 7)));
        Assert.Contains("{ IsFrozen = true }", first);
        Assert.DoesNotContain("IsFrozen", free);
    }

    [Fact]
    public void Other_gradients_have_the_bits_that_they_had()
    {
        (double[] free, _) = Train(s_networks.Value[0]);
        foreach (EmittedNetwork network in s_networks.Value[1..])
        {
            (double[] gradients, int[] puts) = Train(network);
            foreach (ParameterDescription parameter in network.Description.Parameters)
            {
                foreach (int at in Enumerable.Range(0, parameter.Length).Select(parameter.IndexOf))
                {
                    Assert.Equal(parameter.IsFrozen ? 0 : 1, puts[at]);
                    Assert.Equal(parameter.IsFrozen ? double.NaN : free[at], gradients[at]);
                }
            }
        }

        Assert.Equal([2, 2, 6], s_networks.Value[1..].Select(network => network.Description.Parameters.Count(parameter => parameter.IsFrozen)));
    }

    [Fact]
    public void A_block_is_frozen_as_a_whole()
    {
        var block = new BlockDeclaration("Piece", new[] { Linear(6), Line("ReLU"), Linear(6) }.Select((line, i) => line with { Location = new AttributeLocation("Piece", i) }).ToEquatableArray());
        NetworkDeclaration network = Network("Placed", s_options, Input(6), Line("Use", ("Frozen", ArgumentValue.Of(true)), ("Name", ArgumentValue.Of("piece"))) with { TypeArgument = "Piece" }, Linear(2), Line("SoftmaxCrossEntropy"));
        Assert.Equal(["1.weight", "1.bias"], Gradients(network with { Blocks = EquatableArray.Of(block) }));
    }

    [Fact]
    public void Frozen_without_parameters_of_its_own_and_norms_of_nothing_are_mistakes()
    {
        Assert.Contains("no parameters that could be frozen", Error(Line("ReLU", ("Frozen", ArgumentValue.Of(true)))));
        Assert.Contains(
            "uses the parameters of 'first'",
            Error(Line("Linear", ("outputs", ArgumentValue.Of(5L)), ("Name", ArgumentValue.Of("first"))), Line("Linear", ("outputs", ArgumentValue.Of(5L)), ("Shares", ArgumentValue.Of("first")), ("Frozen", ArgumentValue.Of(true)))));
        Assert.Contains("MaxNorm", Error(Line("Linear", ("outputs", ArgumentValue.Of(5L)), ("MaxNorm", ArgumentValue.Of(0.0)))));
    }

    [Fact]
    public void A_norm_stands_in_the_description_of_the_weight()
    {
        string text = Text(Network("Bounded", s_options, Input(5), Line("Linear", ("outputs", ArgumentValue.Of(5L)), ("MaxNorm", ArgumentValue.Of(2.5))), Line("SoftmaxCrossEntropy")));
        Assert.Equal(1, Count(text, "{ MaxNorm = 2.5f }"));
    }

    // Bits of which say which of three layers are frozen.
    private static NetworkDeclaration Net(string name, int frozen) => Network(
        name, s_options, Input(12), Layer(20, frozen & 1), Line("Tanh"), Layer(9, frozen & 2), Line("Tanh"), Layer(3, frozen & 4), Line("SoftmaxCrossEntropy"));

    private static LineDeclaration Layer(int outputs, int frozen) => Line("Linear", ("outputs", ArgumentValue.Of((long)outputs)), ("Frozen", ArgumentValue.Of(frozen != 0)));

    private static string[] Gradients(NetworkDeclaration declaration)
    {
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return [.. NetworkPrograms.Train(model!).Results.Where(result => result.Kind == ResultKind.ParameterGradient).Select(result => result.Name)];
    }

    private static string Text(NetworkDeclaration declaration) => string.Concat(NetworkCompiler.Compile(declaration, TestContext.Current.CancellationToken).Files.Select(file => file.Text));

    private static string Error(params LineDeclaration[] lines) =>
        Assert.Single(NetworkCompiler.Compile(Network("Mistaken", s_options, [Input(5), .. lines, Line("SoftmaxCrossEntropy")]), TestContext.Current.CancellationToken).Errors).Message;

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static (double[] Gradients, int[] Puts) Train(EmittedNetwork network)
    {
        NetworkDescription description = network.Description;
        float[] parameters = [.. Enumerable.Range(0, description.ParameterLength).Select(index => MathF.Sin(index))];
        float[] input = [.. Enumerable.Range(0, 48).Select(index => MathF.Cos(index))];
        int[] target = [0, 2, 1, 1];
        var sink = new GradientRecorder(description.ParameterLength);
        StepArguments arguments = default;
        arguments.Parameters = parameters;
        arguments.Workspace = new float[description.TrainingWorkspaceLength];
        arguments[description.Inputs[0].Slot] = (ReadOnlySpan<float>)input;
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<int>)target;
        arguments.Rows = 4;
        arguments.Scale = 0.25f;
        arguments.Share = 1;
        arguments.Workers = 1;
        for (int phase = 0; phase < description.TrainPhases; phase++)
        {
            network.Train!.Run(ref arguments, phase, ref sink);
        }

        return (sink.Gradient, sink.Puts);
    }
}
