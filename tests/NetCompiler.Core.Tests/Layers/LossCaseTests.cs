using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
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
/// Losses against PyTorch and closed forms (tests/fixtures/make_losses.py): their values and their gradients by every input, by the reference interpreter. What stands behind the steps that count is no number.
/// Their derivatives of first and second order are held against central differences as well.
/// </summary>
public sealed class LossCaseTests
{
    private const int Rows = 3;
    private const double Tolerance = 1e-14;

    private static readonly JsonElement s_cases = Open("losses.json", "losses");

    // Numbers that draws of a derivative check must not leave: probabilities, variances, rates and counts.
    private const double Lowest = 0.05;
    private const double Highest = 0.95;

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement item = Case(s_cases, name);
        NetworkModel model = Build(item);
        TensorProgram program = NetworkPrograms.InputGradient(model);
        ReferenceCall call = Call(item, model);
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, call);
            string text = stage.ToString();
            AssertClose("loss", [item.GetProperty("loss").GetDouble()], run.Result(ResultKind.Loss, "loss"), Tolerance, text);
            foreach (JsonProperty gradient in item.GetProperty("gradients").EnumerateObject())
            {
                AssertClose("gradient by " + gradient.Name, Values(gradient.Value), run.Result(ResultKind.InputGradient, gradient.Name), Tolerance, text);
            }
        }
    }

    /// <summary>At random places, where no kink is near; by every input.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Both_modes_of_differentiation_agree_with_central_differences(string name)
    {
        // A loss of no weight is 0 everywhere.
        bool isFlat = name.EndsWith("of nothing", StringComparison.Ordinal);
        JsonElement item = Case(s_cases, name);
        NetworkModel model = Build(item);
        ReferenceCall given = Call(item, model);
        var check = new DerivativeCase(seed: name.Length, model.Builder);
        check.Call.Rows = Rows;
        check.Call.Scale = 1.0 / Rows;
        check.Call.Share = 1;
        bool isByMargin = name.StartsWith("Hinge", StringComparison.Ordinal) || name.StartsWith("CosineEmbedding", StringComparison.Ordinal);
        double Draw() => Lowest + ((Highest - Lowest) * check.Random.NextDouble());
        foreach (KeyValuePair<(SourceKind Kind, string Name), double[]> source in given.Sources)
        {
            TensorModel? target = source.Key.Kind == SourceKind.Target ? model.Targets.Single(target => target.Name == source.Key.Name) : null;
            bool isKept = source.Key.Kind == SourceKind.Lengths || target?.Element == ElementKind.Integer;

            // Below the least variance the gradient is, as PyTorch's, not that of the value.
            double least = source.Key.Name == "v" ? Highest / 2 : 0;
            check.Call.Sources[source.Key] = isKept ? source.Value : [.. source.Value.Select(_ => least + (target is not null && isByMargin && check.Random.Next(2) == 0 ? -Draw() : Draw()))];
        }

        foreach (TensorValue input in model.InputValues)
        {
            check.Adopt(input, check.Call.Sources[(SourceKind.Input, ((SourceOperation)input.Operation).Source)]);
        }

        Check(check, model.Loss!, isFlat);
    }

    [Fact]
    public void Every_reduction_has_cases()
    {
        string[] reductions = [.. s_cases.EnumerateArray().SelectMany(item => item.GetProperty("lines").EnumerateArray()).SelectMany(line => line.GetProperty("arguments").EnumerateObject())
            .Where(argument => argument.Name == "Reduction").Select(argument => argument.Value.GetString()!)];
        Assert.All(["Mean", "Sum", "BatchSum", "WeightedMean"], reduction => Assert.Contains(reduction, reductions));
    }

    private static NetworkModel Build(JsonElement item)
    {
        JsonProperty[] inputs = [.. item.GetProperty("inputs").EnumerateObject()];
        bool isSequence = item.TryGetProperty("lengths", out _);
        LineDeclaration Input(JsonProperty input, int index)
        {
            int[] shape = [.. input.Value.GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
            (string, ArgumentValue)[] named = inputs.Length == 1 ? [] : [("Name", ArgumentValue.Of(input.Name))];
            (string, ArgumentValue)[] steps = index == 0 ? [] : [("LengthsOf", ArgumentValue.Of(inputs[0].Name))];
            LineDeclaration line = isSequence ? Declare.Sequence(shape[1], shape[0], [.. named, .. steps]) : Declare.Input(shape);
            return isSequence ? line : line with { Arguments = line.Arguments.Concat(named.Select(argument => new ArgumentDeclaration(argument.Item1, argument.Item2))).ToEquatableArray() };
        }

        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(
            Declare.Network("Loss", [("Batch", ArgumentValue.Of(4))], [.. inputs.Select(Input), .. Lines(item)]), NetworkMode.Inference, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    private static ReferenceCall Call(JsonElement item, NetworkModel model)
    {
        double[]? lengths = item.TryGetProperty("lengths", out JsonElement given) ? [.. given.EnumerateArray().Select(length => length.GetDouble())] : null;
        var call = new ReferenceCall { Rows = Rows, Scale = 1.0 / Rows };
        foreach (JsonProperty input in item.GetProperty("inputs").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Input, input.Name), Spoiled(input.Value, lengths));
        }

        foreach (JsonProperty target in item.GetProperty("targets").EnumerateObject())
        {
            bool isReal = model.Targets.Single(tensor => tensor.Name == target.Name).Element == ElementKind.Real;
            call.Sources.Add((SourceKind.Target, target.Name), isReal ? Spoiled(target.Value, lengths) : Values(target.Value));
        }

        foreach (TensorModel tensor in model.Lengths)
        {
            call.Sources.Add((SourceKind.Lengths, tensor.Name), lengths!);
        }

        return call;
    }

    private static double[] Spoiled(JsonElement tensor, double[]? lengths)
    {
        double[] values = Values(tensor);
        if (lengths is null)
        {
            return values;
        }

        int sample = values.Length / lengths.Length;
        int step = sample / tensor.GetProperty("shape")[1].GetInt32();
        for (int row = 0; row < lengths.Length; row++)
        {
            int counting = (int)lengths[row] * step;
            values.AsSpan((row * sample) + counting, sample - counting).Fill(double.NaN);
        }

        return values;
    }
}
