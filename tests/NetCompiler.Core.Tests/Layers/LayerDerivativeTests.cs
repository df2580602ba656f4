using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Differentiation;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>
/// The lowering of each layer, in each case that there is a fixture of, against central differences: gradients, forward mode and products with second derivatives, by the
/// input and by every parameter. Elements are those of the fixture, a little aside, so that they lie on no kink.
/// </summary>
public sealed class LayerDerivativeTests
{
    private static readonly JsonElement s_cases = Join("cases", "layers.json", "vocabulary.json");
    private static readonly JsonElement s_sequences = Join("cases", "sequences.json", "vocabulary_sequences.json");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    public static IEnumerable<TheoryDataRow<string>> Sequences => FixtureJson.Names(s_sequences);

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_agree_with_differences(string name)
    {
        JsonElement item = Case(s_cases, name);
        Check(item, Declare.Input(Sample(item)), item.TryGetProperty("isInference", out _) ? NetworkMode.Inference : NetworkMode.Training);
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Derivatives_of_sequences_agree_with_differences(string name)
    {
        JsonElement item = Case(s_sequences, name);
        int[] sample = Sample(item);
        Check(item, item.TryGetProperty("isPlain", out _) ? Declare.Input(sample) : Declare.Sequence(sample[1], sample[0]), NetworkMode.Inference);
    }

    private static void Check(JsonElement item, LineDeclaration input, NetworkMode mode)
    {
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(
            Declare.Network("Layer", [("Batch", ArgumentValue.Of(4))], [input, .. Lines(item)]), mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        int rows = item.GetProperty("input").GetProperty("shape")[0].GetInt32();
        var c = new DerivativeCase(7, model!.Builder, rows);
        double[] Aside(JsonElement tensor) => [.. Values(tensor).Select(value => value + (0.05 * ((2 * c.Random.NextDouble()) - 1)))];
        c.Vary(model.InputValues[0], Aside(item.GetProperty("input")));
        foreach (TensorValue parameter in model.ParameterValues)
        {
            c.Vary(parameter, Aside(item.GetProperty("parameters").GetProperty(((SourceOperation)parameter.Operation).Source)));
        }

        foreach (StateModel state in model.States)
        {
            c.Call.Sources[(SourceKind.State, state.Name)] = Values(item.GetProperty("states").GetProperty(state.Name));
        }

        foreach (TensorModel lengths in model.Lengths)
        {
            c.Call.Sources[(SourceKind.Lengths, lengths.Name)] = item.TryGetProperty("lengths", out JsonElement given)
                ? [.. given.EnumerateArray().Select(length => length.GetDouble())]
                : [.. Enumerable.Repeat(lengths.Bound - 1.0, rows)];
        }

        DerivativeChecks.Check(c, model.OutputValues[0], isFlat: item.GetProperty("name").GetString() == "Pow with the number 0");
    }

    private static int[] Sample(JsonElement item) => [.. item.GetProperty("input").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
}
