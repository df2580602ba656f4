using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using NetCompiler.Data;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Core.Tests.Stateful;

/// <summary>The emitted code of stateful layers through the members that users call, against PyTorch's layers with a detached state.</summary>
public sealed class StatefulTests
{
    // Of floats against PyTorch in double: losses around 1, gradients that sum some hundred terms.
    private const double Tolerance = 2e-5;

    private static readonly (string, ArgumentValue)[] s_derivatives = [("HessianVector", ArgumentValue.Of(true)), ("InputGradient", ArgumentValue.Of(true)), ("Jacobian", ArgumentValue.Of(true))];

    private static readonly Lazy<EmittedAssembly> s_emitted = new(() => EmittedCompilation.Load(
    [
        .. StreamFixture.All.Select((fixture, i) => fixture.Network("Windows" + i, options: fixture.Name is "LSTM" or "GRU" ? s_derivatives : [])),
        .. StreamFixture.All.Select((fixture, i) => (Fixture: fixture, Name: "Whole" + i)).Where(entry => entry.Fixture.Lines.Count == 1)
            .Select(entry => entry.Fixture.Network(entry.Name, entry.Fixture.Known.Count * entry.Fixture.Steps, isStateful: false)),
        Text("Text", isStateful: true),
        Text("TextAlone", isStateful: false),
        StreamFixture.Of("RNN").Network("Streamed", options: ("Streaming", ArgumentValue.Of(true))),
        Record(StreamFixture.Of("RNN").Network("Copied")),
    ]));

    public static IEnumerable<TheoryDataRow<string>> Names => StreamFixture.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_of_windows_are_PyTorchs(string name)
    {
        (StatefulNetwork network, StreamFixture fixture) = Make(name);
        float[] gradients = new float[network.Description.ParameterLength];
        foreach (StreamWindow window in fixture.Known)
        {
            AssertClose([window.Loss!.Value], [network.Gradients(window, gradients)], "loss");
            foreach (ParameterDescription parameter in network.Description.Parameters)
            {
                float[] gradient = [.. Enumerable.Range(0, (int)parameter.Length).Select(i => gradients[parameter.IndexOf(i)])];
                AssertClose(window.Gradients[parameter.Name], gradient, "gradient by " + parameter.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_losses_of_training_over_a_stream_are_PyTorchs(string name)
    {
        (StatefulNetwork network, StreamFixture fixture) = Make(name);
        AssertClose(fixture.Losses, Train(network, fixture), "losses");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Windows_have_the_loss_of_the_whole_sequence(string name)
    {
        (StatefulNetwork network, StreamFixture fixture) = Make(name);
        Assert.SkipWhen(fixture.Lines.Count > 1, "Where rows have steps of their own, windows are no whole sequence.");
        StatefulNetwork whole = StatefulNetwork.Of(TypeOf("Whole" + IndexOf(name)), fixture.Parameters);
        int[] lengths = [.. Enumerable.Repeat(fixture.Known.Count * fixture.Steps, fixture.Rows)];
        float expected = whole.Evaluate(new StreamWindow(fixture.Joined(window => window.Input), fixture.Joined(window => window.Target), lengths, null, new Dictionary<string, double[]>()));
        AssertClose([expected], [fixture.Known.Select(network.Evaluate).Average()], "loss");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void After_a_reset_windows_are_the_first_again(string name)
    {
        (StatefulNetwork network, StreamFixture fixture) = Make(name);
        float[] gradients = new float[network.Description.ParameterLength];
        float[] Evaluated() => [.. fixture.Known.Select(network.Evaluate)];
        float[] Trained() => [.. fixture.Known.Select(window => network.Gradients(window, gradients))];
        (float[] Evaluated, float[] Trained) first = (Evaluated(), Trained());
        Assert.NotEqual(first.Evaluated, Evaluated());
        Assert.NotEqual(first.Trained, Trained());
        network.ResetState();
        Assert.Equal(first.Evaluated, Evaluated());
        Assert.Equal(first.Trained, Trained());
    }

    [Fact]
    public void Training_and_evaluation_have_a_state_each_and_derivatives_change_none()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("LSTM");
        float[] gradients = new float[network.Description.ParameterLength];
        float[] evaluated = [.. fixture.Known.Select(network.Evaluate)];
        network.ResetState();
        for (int i = 0; i < fixture.Known.Count; i++)
        {
            StreamWindow window = fixture.Known[i];
            Assert.Equal(network.HessianVector(window, network.Parameters), network.HessianVector(window, network.Parameters));
            Assert.Equal(network.InputGradient(window), network.InputGradient(window));
            AssertClose([window.Loss!.Value], [network.Gradients(window, gradients)], "loss");
            Assert.Equal(evaluated[i], network.Evaluate(window));
        }
    }

    [Fact]
    public void Derivatives_take_the_state_as_it_is()
    {
        const float Step = 1e-2f;
        (StatefulNetwork network, StreamFixture fixture) = Make("GRU");
        StreamWindow window = fixture.Known[1];
        float[] atZero = network.InputGradient(window);
        network.Evaluate(fixture.Known[0]);
        float[] gradient = network.InputGradient(window);
        Assert.NotEqual(atZero, gradient);
        float Loss(float step)
        {
            network.ResetState();
            network.Evaluate(fixture.Known[0]);
            return network.Evaluate(window with { Input = [.. window.Input.Select((value, i) => value + (step * gradient[i]))] });
        }

        double expected = gradient.Sum(value => (double)value * value);
        Assert.Equal(expected, (Loss(Step) - Loss(-Step)) / (2 * Step), 1e-3);
    }

    [Fact]
    public void Forward_begins_with_zeros()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("LSTM");
        float[] first = network.Forward(fixture.Known[0], fixture.Rows);
        network.Evaluate(fixture.Known[0]);
        Assert.Equal(first, network.Forward(fixture.Known[0], fixture.Rows));
        Assert.Equal(first, network.Forward(fixture.Known[0], fixture.Rows));
    }

    [Fact]
    public void The_Jacobian_is_that_of_Forward()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("GRU");
        float[] sample = [.. StatefulNetwork.Floats(fixture.Known[0].Input).Take(network.Description.Inputs[0].Length)];
        float[] Jacobian()
        {
            var jacobian = new float[network.Description.Outputs[0].Length * sample.Length];
            network.Member<JacobianCall>("Jacobian")(sample, jacobian);
            return jacobian;
        }

        float[] first = Jacobian();
        network.Evaluate(fixture.Known[0]);
        Assert.Contains(first, element => element != 0);
        Assert.Equal(first, Jacobian());
    }

    [Fact]
    public void A_copy_goes_on_from_where_it_was_made()
    {
        StreamFixture fixture = StreamFixture.Of("RNN");
        StatefulNetwork network = StatefulNetwork.Of(TypeOf("Copied"), fixture.Parameters);
        network.Evaluate(fixture.Known[0]);
        StatefulNetwork copy = network.Copy();
        float second = network.Evaluate(fixture.Known[1]);
        float third = network.Evaluate(fixture.Known[2]);
        Assert.Equal(second, copy.Evaluate(fixture.Known[1]));
        Assert.Equal(third, copy.Evaluate(fixture.Known[2]));
    }

    [Fact]
    public void Where_a_stateful_network_streams_ResetState_resets_both()
    {
        StreamFixture fixture = StreamFixture.Of("RNN");
        StatefulNetwork network = StatefulNetwork.Of(TypeOf("Streamed"), fixture.Parameters);
        var step = network.Member<StreamStep>("Step");
        float Stepped()
        {
            var output = new float[network.Description.Outputs[0].Shape[1]];
            step([0.5f], output);
            return output[0];
        }

        (float Loss, float Output) first = (network.Evaluate(fixture.Known[0]), Stepped());
        Assert.NotEqual(first.Loss, network.Evaluate(fixture.Known[0]));
        Assert.NotEqual(first.Output, Stepped());
        network.ResetState();
        Assert.Equal(first, (network.Evaluate(fixture.Known[0]), Stepped()));
    }

    [Fact]
    public void What_does_not_go_on_is_refused()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("LSTM");
        StreamWindow window = fixture.Known[0];
        StreamWindow Of(int rows) => new(Rows(window.Input, rows), Rows(window.Target, rows), [.. Enumerable.Repeat(fixture.Steps, rows)], null, window.Gradients);
        double[] Rows(double[] values, int rows) => [.. Enumerable.Range(0, rows * values.Length / fixture.Rows).Select(i => values[i % values.Length])];
        float[] gradients = new float[network.Description.ParameterLength];
        var calls = new Action<StreamWindow>[] { given => network.TrainStep(given, new SGD(0.1f)), given => network.Gradients(given, gradients), given => network.Evaluate(given), given => network.HessianVector(given, gradients), given => network.InputGradient(given) };
        foreach (Action<StreamWindow> call in calls)
        {
            string message = Assert.Throws<ArgumentException>(() => call(Of(5))).Message;
            Assert.Contains("'Emitted.Windows1' has stateful layers", message);
            Assert.Contains("a batch of 5 cannot be cut into chunks of 4: set [Network(Batch = 5)]", message);
        }

        network.Gradients(window, gradients);
        network.Evaluate(window);
        foreach (Action<StreamWindow> call in calls)
        {
            string message = Assert.Throws<ArgumentException>(() => call(Of(2))).Message;
            Assert.Contains("that had 3 samples, and this one has 2. Give it 3, or begin anew with ResetState()", message);
        }

        network.ResetState();
        foreach (Action<StreamWindow> call in calls)
        {
            call(Of(2));
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("LSTM");
        StreamWindow window = fixture.Known[0];
        (float[] input, float[] target) = (StatefulNetwork.Floats(window.Input), StatefulNetwork.Floats(window.Target));
        var train = network.Member<StatefulNetwork.StepCall>("TrainStep");
        var evaluate = network.Member<StatefulNetwork.LossCall>("Evaluate");
        var optimizer = new SGD(0.01f) { Momentum = 0.9f };
        void Run(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                train(input, window.Lengths, target, optimizer);
                evaluate(input, window.Lengths, target);
            }
        }

        Run(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Weights that shrink the state at every step, an impulse, and silence: the state ends as exactly 0, and no number too small to be normal is left on the way.</summary>
    [Fact]
    public void State_that_decays_reaches_exactly_zero()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("RNN");
        var emitted = new EmittedNetwork(TypeOf("Windows" + IndexOf("RNN")));
        NetworkDescription description = emitted.Description;
        float[] parameters = new float[description.ParameterLength];
        foreach (ParameterDescription parameter in description.Parameters.Where(parameter => parameter.Name.Contains("weight", StringComparison.Ordinal)))
        {
            for (int i = 0; i < parameter.Length; i++)
            {
                parameters[parameter.IndexOf(i)] = 0.25f;
            }
        }

        float[] carried = new float[description.CarriedLength];
        bool hasDecayed = false;
        for (int window = 0; window < 200; window++)
        {
            float[] input = new float[fixture.Rows * description.Inputs[0].Length];
            input.AsSpan().Fill(window == 0 ? 1 : 0);
            var arguments = new StepArguments
            {
                Parameters = parameters,
                Prepared = Prepared(emitted, parameters),
                Workspace = new float[description.TrainingWorkspaceLength],
                Carried = carried,
                Rows = fixture.Rows,
                Scale = 1f / fixture.Rows,
                Share = 1,
                Workers = 1,
            };
            arguments[description.Inputs[0].Slot] = (ReadOnlySpan<float>)input;
            arguments[description.Lengths[0].Slot] = (ReadOnlySpan<int>)Enumerable.Repeat(fixture.Steps, fixture.Rows).ToArray();
            arguments[description.Targets[0].Slot] = (ReadOnlySpan<float>)new float[fixture.Rows * description.Targets[0].Length];
            emitted.Evaluate!.Run(ref arguments);
            Assert.DoesNotContain(carried, float.IsSubnormal);
            Assert.True(window > 0 || carried.Any(value => value != 0));
            hasDecayed = carried.All(value => value == 0);
        }

        Assert.True(hasDecayed);
        Assert.NotNull(network);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_trainer_goes_through_windows_as_steps_by_hand_do(string name)
    {
        (StatefulNetwork byHand, StreamFixture fixture) = Make(name);
        double[][] losses = [Train(byHand, fixture), []];
        byHand.ResetState();
        losses[1] = Train(byHand, fixture);
        Dataset data = Data(fixture, fixture.Windows);
        foreach (int workers in new[] { 1, 2, 3 })
        {
            (StatefulNetwork network, _) = Make(name);

            // What was trained before leaves nothing to the first epoch.
            float[] gradients = new float[network.Description.ParameterLength];
            network.Gradients(fixture.Windows[0], gradients);
            TrainingReport report = network.Fit(data, Data(fixture, fixture.Known), new SGD((float)StreamFixture.Rate), epochs: 2, workers: workers);
            Assert.Equal(byHand.Parameters, network.Parameters);
            AssertClose([.. losses.Select(epoch => epoch.Average())], [.. report.Epochs.Select(epoch => epoch.Loss)], "losses of epochs");
            network.ResetState();
            float expected = fixture.Known.Select(network.Evaluate).Average();
            AssertClose([expected], [report.Epochs[^1].ValidationLoss!.Value], "validation loss");
            AssertClose([expected], [network.EvaluateAll(Data(fixture, fixture.Known), workers: workers).Loss], "evaluation");
        }
    }

    [Fact]
    public void The_trainer_refuses_data_that_do_not_go_on()
    {
        (StatefulNetwork network, StreamFixture fixture) = Make("LSTM");
        Dataset data = Data(fixture, fixture.Known);
        string Refusal(Action call) => Assert.Throws<ArgumentException>(call).Message;
        TrainingReport Fit(Dataset train, Dataset? validation = null, int batchSize = 3, bool shuffle = false) => network.Fit(train, validation, new SGD(0.1f), batchSize: batchSize, shuffle: shuffle);

        Assert.Contains("which a random order of the samples does not let it. Set Shuffle = false", Refusal(() => Fit(data, shuffle: true)));
        Assert.Contains("a batch of 9 cannot be cut into chunks of 4", Refusal(() => Fit(data, batchSize: 9)));
        Assert.Contains("the 9 samples of the training data are no whole number of batches of 2. Make them with Sequences.Streams", Refusal(() => Fit(data, batchSize: 2)));
        Dataset seven = data.Take(7);
        Assert.Contains("the 7 samples of the validation data are no whole number of batches of 3", Refusal(() => Fit(data, seven)));
        Assert.Contains("the 7 samples of the evaluation data are no whole number of batches of 3", Refusal(() => network.EvaluateAll(seven)));
    }

    /// <summary>
    /// A text of period five in windows of two tokens: what comes behind "a a" is known to the state alone. Streams of it are learned by a stateful network and cannot be by one that begins
    /// each window with zeros.
    /// </summary>
    [Fact]
    public void Streams_are_learned_beyond_a_window()
    {
        // Long streams: what comes before the first 1 of each is not known.
        int[] tokens = [.. Enumerable.Range(0, 1601).Select(i => i % 5 == 0 ? 1 : 0)];
        Dataset train = Sequences.Streams(tokens, steps: 2, streams: 4);
        Dataset validation = Sequences.Streams([.. tokens.Skip(3)], steps: 2, streams: 4);
        EpochRecord Last(string name) =>
            StatefulNetwork.Of(TypeOf(name), new Dictionary<string, double[]>()).Fit(train, validation, new Adam(0.02f), epochs: 12, batchSize: 4, workers: 2).Epochs[^1];

        EpochRecord stateful = Last("Text");
        EpochRecord alone = Last("TextAlone");
        Assert.True(stateful.Loss < 0.05 && stateful.ValidationLoss < 0.05, stateful.ToString());
        Assert.True(alone.Loss > 0.3 && alone.ValidationLoss > 0.3, alone.ToString());
    }

    private delegate void StreamStep(ReadOnlySpan<float> input, Span<float> output);

    private delegate void JacobianCall(ReadOnlySpan<float> input, Span<float> jacobian);

    private static NetworkDeclaration Record(NetworkDeclaration declaration) => declaration with { Type = declaration.Type with { Keyword = "record" } };

    private static NetworkDeclaration Text(string name, bool isStateful) => Declare.Network(
        name,
        [("Batch", ArgumentValue.Of(4L))],
        Declare.Line("Input", ("shape", ArgumentValue.Of(EquatableArray<ArgumentValue>.Empty)), ("Steps", ArgumentValue.Of(2L)), ("Element", ArgumentValue.Of("Int32")), ("Vocabulary", ArgumentValue.Of(2L))),
        Declare.Line("Embedding", ("count", ArgumentValue.Of(2L)), ("width", ArgumentValue.Of(4L))),
        Declare.Line("LSTM", ("hidden", ArgumentValue.Of(16L)), ("Stateful", ArgumentValue.Of(isStateful))),
        Declare.Linear(2),
        Declare.Line("SoftmaxCrossEntropy"));

    private static Dataset Data(StreamFixture fixture, IReadOnlyList<StreamWindow> windows) => new(
        [DataTensor.Of(StatefulNetwork.Floats(windows.SelectMany(window => window.Input)), fixture.Steps * fixture.Features)],
        [DataTensor.Of(StatefulNetwork.Floats(windows.SelectMany(window => window.Target)), windows[0].Target.Length / fixture.Rows)],
        [DataTensor.Of([.. windows.SelectMany(window => window.Lengths)])]);

    private static double[] Train(StatefulNetwork network, StreamFixture fixture)
    {
        var optimizer = new SGD((float)StreamFixture.Rate);
        return [.. fixture.Windows.Select(window => (double)network.TrainStep(window, optimizer))];
    }

    private static float[] Prepared(EmittedNetwork network, float[] parameters)
    {
        var prepared = new float[network.Description.PreparedLength];
        network.Prepare(parameters, [], prepared);
        return prepared;
    }

    private static int IndexOf(string name) => StreamFixture.All.ToList().FindIndex(fixture => fixture.Name == name);

    private static Type TypeOf(string name)
    {
        Assert.False(s_emitted.Value.Problems.TryGetValue("Emitted." + name, out string? problem), problem);
        return s_emitted.Value.Assembly.GetType("Emitted." + name, throwOnError: true)!;
    }

    private static (StatefulNetwork Network, StreamFixture Fixture) Make(string name)
    {
        StreamFixture fixture = StreamFixture.Of(name);
        return (StatefulNetwork.Of(TypeOf("Windows" + IndexOf(name)), fixture.Parameters), fixture);
    }

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, string what) => AssertClose(expected, [.. actual.Select(value => (double)value)], what);

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * (1 + Math.Abs(expected[i])), $"{what}: element {i} is {actual[i]:G9}, expected {expected[i]:G9}.");
        }
    }
}
