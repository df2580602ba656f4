using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;

namespace NetCompiler.Core.Tests.Stateful;

/// <summary>
/// The programs of stateful layers, run window by window by the reference interpreter, against PyTorch's layers with a detached state (tests/fixtures/make_recurrent.py) and
/// against the program of the whole sequence.
/// </summary>
public sealed class StatefulProgramTests
{
    private const double Tolerance = 1e-12;

    public static IEnumerable<TheoryDataRow<string>> Names => StreamFixture.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_of_windows_are_PyTorchs(string name)
    {
        StreamFixture fixture = StreamFixture.Of(name);
        NetworkModel model = fixture.Build(NetworkMode.Training);
        TensorProgram train = ProgramVerifier.Verify(NetworkPrograms.Train(model), "differentiation");
        foreach (TensorProgram program in new[] { train, PassPipeline.Run(train) })
        {
            var state = new State(model);
            foreach (StreamWindow window in fixture.Known)
            {
                ReferenceRun run = state.Run(program, fixture.Call(window));
                AssertClose("loss", [window.Loss!.Value], run.Result(ResultKind.Loss, "loss"), Tolerance, program.ToString());
                foreach (ParameterModel parameter in model.Parameters)
                {
                    AssertClose("gradient by " + parameter.Name, window.Gradients[parameter.Name], run.Result(ResultKind.ParameterGradient, parameter.Name), Tolerance, program.ToString());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_losses_of_training_over_a_stream_are_PyTorchs(string name)
    {
        StreamFixture fixture = StreamFixture.Of(name);
        NetworkModel model = fixture.Build(NetworkMode.Training);
        TensorProgram train = NetworkPrograms.Train(model);
        var state = new State(model);
        var parameters = fixture.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value);
        Assert.Equal(10, fixture.Windows.Count);
        foreach ((StreamWindow window, double loss) in fixture.Windows.Zip(fixture.Losses))
        {
            ReferenceCall call = fixture.Call(window);
            foreach ((string parameter, double[] values) in parameters)
            {
                call.Sources[(SourceKind.Parameter, parameter)] = values;
            }

            ReferenceRun run = state.Run(train, call);
            AssertClose("loss", [loss], run.Result(ResultKind.Loss, "loss"), Tolerance);
            foreach (string parameter in fixture.Parameters.Keys)
            {
                double[] gradient = run.Result(ResultKind.ParameterGradient, parameter);
                parameters[parameter] = [.. parameters[parameter].Select((value, i) => value - (StreamFixture.Rate * gradient[i]))];
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Windows_give_what_the_whole_sequence_gives(string name)
    {
        StreamFixture fixture = StreamFixture.Of(name);
        Assert.SkipWhen(fixture.Lines.Count > 1, "Where rows have steps of their own, windows are no whole sequence.");
        NetworkModel whole = fixture.Build(NetworkMode.Inference, fixture.Known.Count * fixture.Steps);
        NetworkModel windows = fixture.Build(NetworkMode.Evaluation);
        double[] expected = Interpreter.Run(NetworkPrograms.Infer(whole), fixture.Whole()).Result(ResultKind.Output, "output");
        var state = new State(windows);
        TensorProgram evaluate = NetworkPrograms.Evaluate(windows);
        int sample = expected.Length / fixture.Rows;
        for (int index = 0; index < fixture.Known.Count; index++)
        {
            double[] output = state.Run(evaluate, fixture.Call(fixture.Known[index])).Result(ResultKind.Output, "output");
            int part = output.Length / fixture.Rows;
            for (int row = 0; row < fixture.Rows; row++)
            {
                AssertClose($"row {row} of window {index}", expected.AsSpan((row * sample) + (index * part), part).ToArray(), output.AsSpan(row * part, part).ToArray(), Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hessian_vector_products_hold_the_state(string name)
    {
        const double Step = 1e-5;
        StreamFixture fixture = StreamFixture.Of(name);
        NetworkModel model = fixture.Build(NetworkMode.Training);
        TensorProgram train = NetworkPrograms.Train(model);
        TensorProgram product = PassPipeline.Run(NetworkPrograms.HessianVector(model));
        Assert.DoesNotContain(product.Results, result => result.Kind == ResultKind.Carry);
        var random = new Random(3);
        var direction = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => Enumerable.Range(0, (int)parameter.Shape.Length).Select(_ => (random.NextDouble() * 2) - 1).ToArray());
        var state = new State(model);
        state.Run(train, fixture.Call(fixture.Known[0]));
        ReferenceCall At(double step)
        {
            ReferenceCall call = fixture.Call(fixture.Known[1]);
            foreach ((string parameter, double[] values) in direction)
            {
                call.Sources[(SourceKind.Parameter, parameter)] = [.. fixture.Parameters[parameter].Select((value, i) => value + (step * values[i]))];
                call.Sources[(SourceKind.Direction, parameter)] = values;
            }

            return state.Given(call);
        }

        ReferenceRun after = Interpreter.Run(train, At(Step));
        ReferenceRun before = Interpreter.Run(train, At(-Step));
        ReferenceRun run = Interpreter.Run(product, At(0));
        foreach (string parameter in direction.Keys)
        {
            double[] difference = [.. after.Result(ResultKind.ParameterGradient, parameter).Zip(before.Result(ResultKind.ParameterGradient, parameter), (a, b) => (a - b) / (2 * Step))];
            Assert.Contains(difference, element => Math.Abs(element) > 1e-4);
            AssertClose(parameter, difference, run.Result(ResultKind.ParameterGradient, parameter), 1e-8);
        }
    }

    [Fact]
    public void Inference_and_what_streams_begin_with_zeros()
    {
        StreamFixture fixture = StreamFixture.Of("LSTM");
        Assert.Empty(fixture.Build(NetworkMode.Inference).Carries);
        Assert.Equal(["0 LSTM h_l0", "0 LSTM c_l0"], fixture.Build(NetworkMode.Evaluation).Carries.Select(carry => carry.Name));
        Assert.Equal(fixture.Build(NetworkMode.Evaluation).Carries, fixture.Build(NetworkMode.Training).Carries);
    }

    // What windows leave to each other.
    private sealed class State(NetworkModel model)
    {
        private readonly Dictionary<string, double[]?> _values = model.Carries.ToDictionary(carry => carry.Name, _ => (double[]?)null);

        public ReferenceCall Given(ReferenceCall call)
        {
            foreach (CarryModel carry in model.Carries)
            {
                call.Sources[(SourceKind.Carry, carry.Name)] = _values[carry.Name] ?? new double[call.Rows * carry.Shape.Last];
            }

            return call;
        }

        public ReferenceRun Run(TensorProgram program, ReferenceCall call)
        {
            ReferenceRun run = Interpreter.Run(program, Given(call));
            foreach (CarryModel carry in model.Carries)
            {
                _values[carry.Name] = run.Result(ResultKind.Carry, carry.Name);
            }

            return run;
        }
    }
}
