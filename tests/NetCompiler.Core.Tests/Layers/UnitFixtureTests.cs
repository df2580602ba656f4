using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Differentiation;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>
/// Layers with weights, fixed standardisation and regularisers against PyTorch (tests/fixtures/make_units.py): names and shapes of parameters, outputs, losses and objectives, gradients by parameters and inputs,
/// Hessian-vector products and ten steps of training. What is run are the programs, by the reference interpreter.
/// </summary>
public sealed class UnitFixtureTests
{
    private const double Tolerance = 1e-12;

    // What rounding is after ten steps of training, or twice differentiated.
    private const double AccumulatedTolerance = 1e-10;

    private const double Rate = 0.05;

    private static readonly JsonElement s_cases = Open("units.json", "cases");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_PyTorchs_names_and_shapes(string name)
    {
        JsonElement item = Case(name);
        NetworkModel model = Build(item);

        Assert.Equal(
            item.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name + " " + Shaped(parameter.Value)).Order(StringComparer.Ordinal),
            model.Parameters.Select(parameter => parameter.Name + " " + parameter.Shape).Order(StringComparer.Ordinal));
        Assert.Equal(
            item.GetProperty("states").EnumerateObject().Select(state => state.Name + " " + Shaped(state.Value)),
            model.States.Select(state => state.Name + " " + state.Shape));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Objectives_and_gradients_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = NetworkPrograms.Train(Build(item));

        // Before the passes and after them.
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, Call(item, stage));
            string text = stage.ToString();
            AssertClose("output", Values(item.GetProperty("output")), run.Result(ResultKind.Output, "output"), Tolerance, text);
            AssertClose("loss", [item.GetProperty("loss").GetDouble()], run.Result(ResultKind.Loss, "loss"), Tolerance, text);
            AssertClose("objective", [item.GetProperty("objective").GetDouble()], run.Result(ResultKind.Objective, "objective"), Tolerance, text);
            foreach (JsonProperty gradient in item.GetProperty("gradients").EnumerateObject())
            {
                AssertClose("gradient by " + gradient.Name, Stored(stage, gradient), run.Result(ResultKind.ParameterGradient, gradient.Name), Tolerance, text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_by_inputs_and_evaluation_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        JsonProperty[] expected = [.. item.GetProperty("inputGradients").EnumerateObject()];
        NetworkModel model = Build(item, NetworkMode.Inference);
        TensorProgram evaluate = PassPipeline.Run(NetworkPrograms.Evaluate(model), hoists: true);
        ReferenceRun evaluated = Interpreter.Run(evaluate, Call(item, evaluate));
        AssertClose("output", Values(item.GetProperty("output")), evaluated.Result(ResultKind.Output, "output"), Tolerance, evaluate.ToString());
        AssertClose("objective", [item.GetProperty("objective").GetDouble()], evaluated.Result(ResultKind.Objective, "objective"), Tolerance, evaluate.ToString());
        if (expected.Length == 0 || model.Inputs.Any(input => input.Element != ElementKind.Real))
        {
            return;
        }

        TensorProgram program = PassPipeline.Run(NetworkPrograms.InputGradient(model));
        ReferenceRun run = Interpreter.Run(program, Call(item, program));
        foreach (JsonProperty gradient in expected)
        {
            AssertClose("gradient by " + gradient.Name, Values(gradient.Value), run.Result(ResultKind.InputGradient, gradient.Name), Tolerance, program.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hessian_vector_products_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = PassPipeline.Run(NetworkPrograms.HessianVector(Build(item)));
        ReferenceCall call = Call(item, program);
        foreach (JsonProperty direction in item.GetProperty("direction").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Direction, direction.Name), Stored(program, direction));
        }

        ReferenceRun run = Interpreter.Run(program, call);
        foreach (JsonProperty product in item.GetProperty("hessianVector").EnumerateObject())
        {
            AssertClose("product by " + product.Name, Stored(program, product), run.Result(ResultKind.ParameterGradient, product.Name), AccumulatedTolerance, program.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_of_training_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Train(Build(item)));
        ReferenceCall call = Call(item, program);
        var objectives = new List<double>();
        for (int step = 0; step < 10; step++)
        {
            ReferenceRun run = Interpreter.Run(program, call);
            objectives.Add(run.Result(ResultKind.Objective, "objective")[0]);
            foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
            {
                double[] gradient = run.Result(ResultKind.ParameterGradient, parameter.Name);
                call.Sources[(SourceKind.Parameter, parameter.Name)] = [.. call.Sources[(SourceKind.Parameter, parameter.Name)].Zip(gradient, (value, slope) => value - (Rate * slope))];
            }
        }

        AssertClose("objectives", [.. item.GetProperty("training").EnumerateArray().Select(objective => objective.GetDouble())], [.. objectives], AccumulatedTolerance, program.ToString());
    }

    /// <summary>Central differences of the objective along random directions, in double, away from kinks: the gradient and the Hessian-vector product.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_agree_with_central_differences(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = NetworkPrograms.HessianVector(Build(item));
        TensorProgram train = NetworkPrograms.Train(Build(item));
        const double Step = 1e-5;
        ReferenceCall At(double length)
        {
            ReferenceCall call = Call(item, train);
            foreach (JsonProperty direction in item.GetProperty("direction").EnumerateObject())
            {
                double[] values = Values(direction.Value);

                // |w| has a kink at 0, from where a difference would lead into both sides.
                call.Sources[(SourceKind.Parameter, direction.Name)] = [.. call.Sources[(SourceKind.Parameter, direction.Name)].Select((value, i) => value == 0 ? value : value + (length * values[i]))];
            }

            return call;
        }

        ReferenceRun middle = Interpreter.Run(train, At(0));
        ReferenceRun ahead = Interpreter.Run(train, At(Step));
        ReferenceRun behind = Interpreter.Run(train, At(-Step));
        ReferenceCall call = Call(item, program);
        double along = 0;
        foreach (JsonProperty direction in item.GetProperty("direction").EnumerateObject())
        {
            double[] parameter = Values(item.GetProperty("parameters").GetProperty(direction.Name));
            double[] moved = [.. Values(direction.Value).Select((value, i) => parameter[i] == 0 ? 0 : value)];
            call.Sources.Add((SourceKind.Direction, direction.Name), moved);
            along += moved.Zip(middle.Result(ResultKind.ParameterGradient, direction.Name), (a, b) => a * b).Sum();
        }

        double difference = (ahead.Result(ResultKind.Objective, "objective")[0] - behind.Result(ResultKind.Objective, "objective")[0]) / (2 * Step);
        Assert.Equal(difference, along, 1e-7 * Math.Max(1, Math.Abs(difference)));
        ReferenceRun product = Interpreter.Run(program, call);
        foreach (JsonProperty direction in item.GetProperty("direction").EnumerateObject())
        {
            double[] actual = product.Result(ResultKind.ParameterGradient, direction.Name);
            double[] after = ahead.Result(ResultKind.ParameterGradient, direction.Name);
            double[] before = behind.Result(ResultKind.ParameterGradient, direction.Name);
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.Equal((after[i] - before[i]) / (2 * Step), actual[i], 1e-6 * Math.Max(1, Math.Abs(actual[i])));
            }
        }
    }

    private static JsonElement Case(string name) => FixtureJson.Case(s_cases, name);

    private static NetworkModel Build(JsonElement item, NetworkMode mode = NetworkMode.Training)
    {
        (string, ArgumentValue)[] options = [("Batch", ArgumentValue.Of(6)), .. item.GetProperty("options").EnumerateObject().Select(option => (option.Name, Argument(option.Value)))];
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(Declare.Network("Unit", options, Lines(item)), mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    // The passes have kernels as matrices [outputs, extents… · channels].
    private static double[] Stored(TensorProgram program, JsonProperty tensor)
    {
        double[] values = Values(tensor.Value);
        int[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
        TensorValue? source = program.Values.FirstOrDefault(value => value.Operation is SourceOperation { Kind: SourceKind.Parameter } parameter && parameter.Source == tensor.Name);
        if (source is null || source.Shape.Rank == shape.Length)
        {
            return values;
        }

        int positions = shape.Skip(2).Aggregate(1, (product, extent) => product * extent);
        return [.. Enumerable.Range(0, values.Length).Select(i =>
        {
            int output = i / (positions * shape[1]);
            int position = i / shape[1] % positions;
            int channel = i % shape[1];
            return values[(((output * shape[1]) + channel) * positions) + position];
        })];
    }

    private static ReferenceCall Call(JsonElement item, TensorProgram program)
    {
        int rows = item.GetProperty("rows").GetInt32();
        var call = new ReferenceCall { Rows = rows, Scale = 1.0 / rows, Sources = { [(SourceKind.Target, "target")] = Values(item.GetProperty("target")) } };
        foreach (JsonProperty input in item.GetProperty("inputs").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Input, input.Name), Values(input.Value));
            if (item.TryGetProperty("lengths", out JsonElement lengths))
            {
                call.Sources.Add((SourceKind.Lengths, input.Name), [.. lengths.EnumerateArray().Select(length => length.GetDouble())]);
            }
        }

        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Parameter, parameter.Name), Stored(program, parameter));
        }

        foreach (JsonProperty state in item.GetProperty("states").EnumerateObject())
        {
            call.Sources.Add((SourceKind.State, state.Name), Values(state.Value));
        }

        return call;
    }
}
