using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using NetCompiler.Core.Building;
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
/// Layers and losses over sequences against PyTorch, which computes each row by itself, cut to its steps (tests/fixtures/make_sequences.py). What lies behind a row's
/// length is NaN here.
/// </summary>
public sealed class SequenceFixtureTests
{
    private const double Tolerance = 1e-13;

    public static IEnumerable<TheoryDataRow<string>> Cases => Names("cases");

    public static IEnumerable<TheoryDataRow<string>> Losses => Names("losses");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_the_cut_rows(string name)
    {
        JsonElement item = Item("cases", name);
        NetworkModel model = Build(item);
        TensorValue output = model.OutputValues[0];
        TensorValue cotangent = model.Builder.Add(new SourceOperation(SourceKind.Cotangent, "output", output.Shape));
        TensorValue[] by = [model.InputValues[0], .. model.ParameterValues];
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(model.Builder, output, cotangent, by);
        model.Builder.Result(ResultKind.Output, "output", output);
        model.Builder.Result(ResultKind.InputGradient, "input", gradients[by[0]]);
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            model.Builder.Result(ResultKind.ParameterGradient, model.Parameters[i].Name, gradients[model.ParameterValues[i]]);
        }

        ReferenceCall call = Call(item, model);
        call.Sources.Add((SourceKind.Cotangent, "output"), Values(item.GetProperty("cotangent")));
        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Parameter, parameter.Name), Values(parameter.Value));
        }

        Assert.Equal(item.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name), model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal("[" + string.Join(",", item.GetProperty("output").GetProperty("shape").EnumerateArray()) + "]", output.Shape.With(0, call.Rows).ToString());
        TensorProgram program = ProgramVerifier.Verify(model.Builder.Finish("layer"), "differentiation");
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, call);
            string text = stage.ToString();
            JsonElement expected = item.GetProperty("gradients");
            AssertClose("output", Values(item.GetProperty("output")), run.Result(ResultKind.Output, "output"), Tolerance, text);
            AssertClose("gradient by the input", Values(expected.GetProperty("input")), run.Result(ResultKind.InputGradient, "input"), Tolerance, text);
            foreach (ParameterModel parameter in model.Parameters)
            {
                AssertClose("gradient by " + parameter.Name, Values(expected.GetProperty(parameter.Name)), run.Result(ResultKind.ParameterGradient, parameter.Name), Tolerance, text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_is_the_mean_of_the_cut_rows(string name)
    {
        JsonElement item = Item("losses", name);
        NetworkModel model = Build(item);
        ReferenceCall call = Call(item, model);
        double[] target = Values(item.GetProperty("target"));
        if (model.Targets[0].Element == ElementKind.Real)
        {
            Spoil(target, item);
        }

        call.Sources.Add((SourceKind.Target, "target"), target);
        TensorProgram program = NetworkPrograms.InputGradient(model);
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, call);
            if (item.TryGetProperty("isInfinite", out _))
            {
                Assert.Equal([double.PositiveInfinity], run.Result(ResultKind.Loss, "loss"));
                Assert.All(run.Result(ResultKind.InputGradient, "input"), gradient => Assert.True(double.IsFinite(gradient)));
                continue;
            }

            AssertClose("loss", [item.GetProperty("loss").GetDouble()], run.Result(ResultKind.Loss, "loss"), Tolerance, stage.ToString());
            AssertClose("gradient", Values(item.GetProperty("gradient")), run.Result(ResultKind.InputGradient, "input"), Tolerance, stage.ToString());
        }
    }

    private static JsonElement List(string kind) => kind == "cases" ? Join(kind, "sequences.json", "vocabulary_sequences.json") : Open("sequences.json", kind);

    private static IEnumerable<TheoryDataRow<string>> Names(string kind) => FixtureJson.Names(List(kind));

    private static JsonElement Item(string kind, string name) => Case(List(kind), name);

    private static ReferenceCall Call(JsonElement item, NetworkModel model)
    {
        int rows = item.GetProperty("input").GetProperty("shape")[0].GetInt32();
        double[] input = Values(item.GetProperty("input"));
        Spoil(input, item);
        var call = new ReferenceCall { Rows = rows, Scale = 1.0 / rows, Sources = { [(SourceKind.Input, "input")] = input } };
        foreach (TensorModel lengths in model.Lengths)
        {
            call.Sources.Add((SourceKind.Lengths, lengths.Name), Lengths(item) ?? [.. Enumerable.Repeat(lengths.Bound - 1.0, rows)]);
        }

        return call;
    }

    private static void Spoil(double[] values, JsonElement item)
    {
        if (Lengths(item) is { } lengths)
        {
            int sample = values.Length / lengths.Length;
            int step = sample / item.GetProperty("input").GetProperty("shape")[1].GetInt32();
            for (int row = 0; row < lengths.Length; row++)
            {
                int counting = (int)lengths[row] * step;
                values.AsSpan((row * sample) + counting, sample - counting).Fill(double.NaN);
            }
        }
    }

    private static double[]? Lengths(JsonElement item) => item.TryGetProperty("lengths", out JsonElement lengths) ? [.. lengths.EnumerateArray().Select(length => length.GetDouble())] : null;

    private static NetworkModel Build(JsonElement item)
    {
        int[] shape = [.. item.GetProperty("input").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
        LineDeclaration input = item.TryGetProperty("isPlain", out _) ? Declare.Input(shape) : Declare.Sequence(shape[1], shape[0]);
        LineDeclaration[] lines = Lines(item);
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(Declare.Network("Layer", [("Batch", ArgumentValue.Of(4))], [input, .. lines]), NetworkMode.Inference, CancellationToken.None);
        Assert.Null(error);
        return model!;
    }
}
