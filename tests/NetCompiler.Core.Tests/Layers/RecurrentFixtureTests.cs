using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>
/// Recurrent layers, and windows over steps, against PyTorch (tests/fixtures/make_recurrent.py): names, shapes and initial bounds of parameters, outputs, gradients and ten losses; and
/// exact Hessian-vector products against differences of gradients. What is run are the programs, by the reference interpreter.
/// </summary>
public sealed class RecurrentFixtureTests
{
    private const double Tolerance = 1e-12;
    private const double Rate = 0.1;

    private static readonly JsonElement s_cases = Open("recurrent.json", "cases");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    public static IEnumerable<TheoryDataRow<string>> NamesOfParameters => Names.Where(name => Case(name.Data).GetProperty("parameters").EnumerateObject().Any());

    // Steps that do not count are no part of a loss's mean: PyTorch's over whole tensors is another one.
    public static IEnumerable<TheoryDataRow<string>> NamesOfLosses => NamesOfParameters.Where(name => !Case(name.Data).TryGetProperty("lengths", out _));

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        NetworkModel model = Build(item, NetworkMode.Training);
        TensorValue output = model.OutputValues[0];
        TensorValue cotangent = model.Builder.Add(new SourceOperation(SourceKind.Cotangent, "output", output.Shape));
        TensorValue[] by = [model.InputValues[0], .. model.ParameterValues];
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(model.Builder, output, cotangent, by);
        model.Builder.Result(ResultKind.Output, "output", output);
        model.Builder.Result(ResultKind.InputGradient, "input", gradients[by[0]]);
        foreach (TensorValue parameter in by.Skip(1))
        {
            model.Builder.Result(ResultKind.ParameterGradient, ((SourceOperation)parameter.Operation).Source, gradients[parameter]);
        }

        ReferenceCall call = Call(item);
        call.Sources[(SourceKind.Cotangent, "output")] = Values(item.GetProperty("cotangent"));

        // Before the passes and after them.
        TensorProgram program = ProgramVerifier.Verify(model.Builder.Finish("layer"), "differentiation");
        var kernels = new StoredKernels(model, program.Values);
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            double[] Stored(string parameter, double[] values) => stage == program ? values : kernels.Of(parameter, values);
            foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
            {
                call.Sources[(SourceKind.Parameter, parameter.Name)] = Stored(parameter.Name, Values(parameter.Value));
            }

            ReferenceRun run = Interpreter.Run(stage, call);
            string text = stage.ToString();
            Assert.Equal(Shaped(item.GetProperty("output")), output.Shape.With(0, Rows(item)).ToString());
            AssertClose("output", Values(item.GetProperty("output")), run.Result(ResultKind.Output, "output"), Tolerance, text);
            JsonElement expected = item.GetProperty("gradients");
            AssertClose("gradient by the input", Values(expected.GetProperty("input")), run.Result(ResultKind.InputGradient, "input"), Tolerance, text);
            foreach (ParameterModel parameter in model.Parameters)
            {
                AssertClose("gradient by " + parameter.Name, Stored(parameter.Name, Values(expected.GetProperty(parameter.Name))), run.Result(ResultKind.ParameterGradient, parameter.Name), Tolerance, text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        NetworkModel model = Build(item, NetworkMode.Training);

        Assert.Equal(
            item.GetProperty("parameters").EnumerateObject().Select(parameter => (parameter.Name, Shaped(parameter.Value))),
            model.Parameters.Select(parameter => (parameter.Name, parameter.Shape.ToString())));
        double bound = item.GetProperty("bound").GetDouble();
        Assert.All(model.Parameters, parameter =>
        {
            Assert.Equal(Core.Building.InitializationKind.Uniform, parameter.Initialization.Kind);
            Assert.Equal(-bound, parameter.Initialization.A, 1e-12);
            Assert.Equal(bound, parameter.Initialization.B, 1e-12);
        });
    }

    [Theory]
    [MemberData(nameof(NamesOfLosses))]
    public void Ten_losses_of_gradient_descent_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        NetworkModel model = Build(item, NetworkMode.Training, Declare.Line("MeanSquaredError"));
        TensorProgram train = NetworkPrograms.Train(model);
        ReferenceCall call = Call(item);
        call.Sources[(SourceKind.Target, "target")] = Values(item.GetProperty("cotangent"));
        foreach (JsonElement loss in item.GetProperty("losses").EnumerateArray())
        {
            ReferenceRun run = Interpreter.Run(train, call);
            AssertClose("loss", [loss.GetDouble()], run.Result(ResultKind.Loss, "loss"), Tolerance);
            foreach (ParameterModel parameter in model.Parameters)
            {
                double[] gradient = run.Result(ResultKind.ParameterGradient, parameter.Name);
                call.Sources[(SourceKind.Parameter, parameter.Name)] = [.. call.Sources[(SourceKind.Parameter, parameter.Name)].Select((value, i) => value - (Rate * gradient[i]))];
            }
        }
    }

    [Theory]
    [MemberData(nameof(NamesOfParameters))]
    public void Hessian_vector_products_are_differences_of_gradients(string name)
    {
        const double Step = 1e-5;
        JsonElement item = Case(name);
        NetworkModel model = Build(item, NetworkMode.Training, Declare.Line("MeanSquaredError"));
        ReferenceCall call = Call(item);
        call.Sources[(SourceKind.Target, "target")] = Values(item.GetProperty("cotangent"));
        var random = new Random(3);
        var direction = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => Enumerable.Range(0, (int)parameter.Shape.Length).Select(_ => (random.NextDouble() * 2) - 1).ToArray());
        TensorProgram train = NetworkPrograms.Train(model);
        double[][] Gradients(double step)
        {
            ReferenceCall moved = Call(item);
            moved.Sources[(SourceKind.Target, "target")] = call.Sources[(SourceKind.Target, "target")];
            foreach (ParameterModel parameter in model.Parameters)
            {
                moved.Sources[(SourceKind.Parameter, parameter.Name)] = [.. call.Sources[(SourceKind.Parameter, parameter.Name)].Select((value, i) => value + (step * direction[parameter.Name][i]))];
            }

            ReferenceRun run = Interpreter.Run(train, moved);
            return [.. model.Parameters.Select(parameter => run.Result(ResultKind.ParameterGradient, parameter.Name))];
        }

        double[][] after = Gradients(Step);
        double[][] before = Gradients(-Step);
        var kernels = new StoredKernels(model, train.Values);
        foreach (ParameterModel parameter in model.Parameters)
        {
            call.Sources[(SourceKind.Parameter, parameter.Name)] = kernels.Of(parameter.Name, call.Sources[(SourceKind.Parameter, parameter.Name)]);
            call.Sources[(SourceKind.Direction, parameter.Name)] = kernels.Of(parameter.Name, direction[parameter.Name]);
        }

        ReferenceRun product = Interpreter.Run(PassPipeline.Run(NetworkPrograms.HessianVector(model)), call);
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            double[] difference = [.. after[i].Zip(before[i], (a, b) => (a - b) / (2 * Step))];
            Assert.Contains(difference, element => Math.Abs(element) > 1e-4);
            AssertClose(model.Parameters[i].Name, kernels.Of(model.Parameters[i].Name, difference), product.Result(ResultKind.ParameterGradient, model.Parameters[i].Name), 1e-8);
        }
    }

    /// <summary>A case for each argument of each attribute, by the attribute's own names.</summary>
    [Theory]
    [InlineData(typeof(RNNAttribute))]
    [InlineData(typeof(LSTMAttribute))]
    [InlineData(typeof(GRUAttribute))]
    public void Every_option_has_a_case(Type attribute)
    {
        string kind = attribute.Name.Replace("Attribute", string.Empty, StringComparison.Ordinal);
        string[] cases = [.. s_cases.EnumerateArray().Concat(Open("recurrent.json", "streams").EnumerateArray()).SelectMany(item => item.GetProperty("lines").EnumerateArray())
            .Where(line => line.GetProperty("kind").GetString() == kind)
            .SelectMany(line => line.GetProperty("arguments").EnumerateObject().Select(argument => argument.Name)).Distinct()];
        IEnumerable<string> options = attribute.GetProperties().Where(property => property.CanWrite && property.DeclaringType == attribute).Select(property => property.Name).Except(["Shares", "Dropout"]);

        Assert.Empty(options.Except(cases));
    }

    private static JsonElement Case(string name) => FixtureJson.Case(s_cases, name);

    private static int Rows(JsonElement item) => item.GetProperty("input").GetProperty("shape")[0].GetInt32();

    private static NetworkModel Build(JsonElement item, NetworkMode mode, params LineDeclaration[] losses)
    {
        int[] shape = [.. item.GetProperty("input").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
        LineDeclaration[] lines = Lines(item);
        bool isRecurrent = lines[0].Kind is "RNN" or "LSTM" or "GRU";
        LineDeclaration input = item.TryGetProperty("lengths", out _) || !isRecurrent
            ? Declare.Line("Input", ("shape", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of((long)shape[1])))), ("Steps", ArgumentValue.Of((long)shape[0])))
            : Declare.Input(shape);
        NetworkDeclaration declaration = Declare.Network("Layer", [("Batch", ArgumentValue.Of(3))], [input, .. lines, .. losses]);
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    private static ReferenceCall Call(JsonElement item)
    {
        var call = new ReferenceCall { Rows = Rows(item), Scale = 1.0 / Rows(item), Share = 1 };
        call.Sources[(SourceKind.Input, "input")] = Values(item.GetProperty("input"));
        call.Sources[(SourceKind.Lengths, "input")] = item.TryGetProperty("lengths", out JsonElement lengths)
            ? [.. lengths.EnumerateArray().Select(length => length.GetDouble())]
            : [.. Enumerable.Repeat(item.GetProperty("input").GetProperty("shape")[1].GetDouble(), Rows(item))];

        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            call.Sources[(SourceKind.Parameter, parameter.Name)] = Values(parameter.Value);
        }

        return call;
    }
}
