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
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>
/// Embeddings, attention and layers of transformers against PyTorch (tests/fixtures/make_attention.py): names and shapes of parameters, outputs, losses, gradients, Hessian-vector
/// products and ten steps of training. What is run are the programs, by the reference interpreter.
/// </summary>
public sealed class AttentionFixtureTests
{
    private const double Tolerance = 1e-12;

    // What rounding is after ten steps of training, or twice differentiated.
    private const double AccumulatedTolerance = 1e-10;

    private const double Rate = 0.1;

    private static readonly JsonElement s_cases = Open("attention.json", "cases");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_PyTorchs_names_and_shapes(string name)
    {
        JsonElement item = Case(name);

        Assert.Equal(
            item.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name + " " + Shaped(parameter.Value)).Order(StringComparer.Ordinal),
            Build(item).Parameters.Select(parameter => parameter.Name + " " + parameter.Shape).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_losses_and_gradients_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = NetworkPrograms.Train(Build(item));

        // Before the passes and after them.
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, Call(item));
            AssertClose("output", Values(item.GetProperty("output")), run.Result(ResultKind.Output, "output"), Tolerance, stage.ToString());
            AssertClose("loss", [item.GetProperty("loss").GetDouble()], run.Result(ResultKind.Loss, "loss"), Tolerance, stage.ToString());
            foreach (JsonProperty gradient in item.GetProperty("gradients").EnumerateObject())
            {
                AssertClose("gradient by " + gradient.Name, Values(gradient.Value), run.Result(ResultKind.ParameterGradient, gradient.Name), Tolerance, stage.ToString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hessian_vector_products_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = PassPipeline.Run(NetworkPrograms.HessianVector(Build(item)));
        ReferenceCall call = Call(item);
        foreach (JsonProperty direction in item.GetProperty("direction").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Direction, direction.Name), Values(direction.Value));
        }

        ReferenceRun run = Interpreter.Run(program, call);
        foreach (JsonProperty product in item.GetProperty("hessianVector").EnumerateObject())
        {
            AssertClose("product by " + product.Name, Values(product.Value), run.Result(ResultKind.ParameterGradient, product.Name), AccumulatedTolerance, program.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_of_training_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Train(Build(item)));
        ReferenceCall call = Call(item);
        var losses = new List<double>();
        for (int step = 0; step < 10; step++)
        {
            ReferenceRun run = Interpreter.Run(program, call);
            losses.Add(run.Result(ResultKind.Loss, "loss")[0]);
            foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
            {
                double[] gradient = run.Result(ResultKind.ParameterGradient, parameter.Name);
                call.Sources[(SourceKind.Parameter, parameter.Name)] = [.. call.Sources[(SourceKind.Parameter, parameter.Name)].Zip(gradient, (value, slope) => value - (Rate * slope))];
            }
        }

        AssertClose("losses", [.. item.GetProperty("training").EnumerateArray().Select(loss => loss.GetDouble())], [.. losses], AccumulatedTolerance, program.ToString());
    }

    private static JsonElement Case(string name) => FixtureJson.Case(s_cases, name);

    private static NetworkModel Build(JsonElement item)
    {
        LineDeclaration[] lines = Lines(item);
        NetworkDeclaration declaration = Declare.Network("Sequence", [("Batch", ArgumentValue.Of(4))], lines);
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    private static ReferenceCall Call(JsonElement item)
    {
        int rows = item.GetProperty("rows").GetInt32();
        var call = new ReferenceCall { Rows = rows, Scale = 1.0 / rows, Sources = { [(SourceKind.Target, "target")] = Values(item.GetProperty("target")) } };
        foreach (JsonProperty input in item.GetProperty("inputs").EnumerateObject())
        {
            double[] values = Values(input.Value);
            call.Sources.Add((SourceKind.Input, input.Name), values);
            if (Lengths(item, input.Name) is { } lengths)
            {
                call.Sources.Add((SourceKind.Lengths, input.Name), [.. lengths.EnumerateArray().Select(length => length.GetDouble())]);
            }
        }

        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Parameter, parameter.Name), Values(parameter.Value));
        }

        return call;
    }

    private static JsonElement? Lengths(JsonElement item, string input) =>
        item.TryGetProperty("lengths", out JsonElement lengths) ? lengths
        : item.TryGetProperty("lengthsOf", out JsonElement of) && of.TryGetProperty(input, out JsonElement own) ? own : null;
}
