using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
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
    private static readonly JsonElement s_cases = Open("units.json", "cases");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_PyTorchs_names_and_shapes(string name)
    {
        NetworkCase item = Network(name);
        NetworkModel model = item.Build();

        item.AssertParameters(model);
        Assert.Equal(
            Case(name).GetProperty("states").EnumerateObject().Select(state => state.Name + " " + Shaped(state.Value)),
            model.States.Select(state => state.Name + " " + state.Shape));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Objectives_and_gradients_are_PyTorchs(string name) => Network(name).AssertTraining(("loss", ResultKind.Loss), ("objective", ResultKind.Objective));

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_by_inputs_and_evaluation_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        JsonProperty[] expected = [.. item.GetProperty("inputGradients").EnumerateObject()];
        NetworkModel model = Network(name).Build(NetworkMode.Inference);
        TensorProgram evaluate = PassPipeline.Run(NetworkPrograms.Evaluate(model), hoists: true);
        ReferenceRun evaluated = Interpreter.Run(evaluate, Network(name).Call(evaluate));
        AssertClose("output", Values(item.GetProperty("output")), evaluated.Result(ResultKind.Output, "output"), NetworkCase.Tolerance, evaluate.ToString());
        AssertClose("objective", [item.GetProperty("objective").GetDouble()], evaluated.Result(ResultKind.Objective, "objective"), NetworkCase.Tolerance, evaluate.ToString());
        if (expected.Length == 0 || model.Inputs.Any(input => input.Element != ElementKind.Real))
        {
            return;
        }

        TensorProgram program = PassPipeline.Run(NetworkPrograms.InputGradient(model));
        ReferenceRun run = Interpreter.Run(program, Network(name).Call(program));
        foreach (JsonProperty gradient in expected)
        {
            AssertClose("gradient by " + gradient.Name, Values(gradient.Value), run.Result(ResultKind.InputGradient, gradient.Name), NetworkCase.Tolerance, program.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hessian_vector_products_are_PyTorchs(string name) => Network(name).AssertHessianVector();

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_of_training_are_PyTorchs(string name) => Network(name).AssertTenSteps(0.05, "objective", ResultKind.Objective);

    /// <summary>Central differences of the objective along random directions, in double, away from kinks: the gradient and the Hessian-vector product.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_agree_with_central_differences(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = NetworkPrograms.HessianVector(Network(name).Build());
        TensorProgram train = NetworkPrograms.Train(Network(name).Build());
        const double Step = 1e-5;
        ReferenceCall At(double length)
        {
            ReferenceCall call = Network(name).Call(train);
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
        ReferenceCall call = Network(name).Call(program);
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

    private static NetworkCase Network(string name) => new(Case(name));
}
