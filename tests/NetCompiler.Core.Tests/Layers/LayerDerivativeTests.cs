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
        c.Call.Scale = 1.0 / rows;
        void Fill(TensorValue source, IEnumerable<double> elements, bool isVariable)
        {
            using IEnumerator<double> next = elements.GetEnumerator();
            c.Fill(source, () => next.MoveNext() ? next.Current + (isVariable ? 0.05 * ((2 * c.Random.NextDouble()) - 1) : 0) : throw new InvalidOperationException("The fixture has too few elements."), isVariable);
        }

        Fill(model.InputValues[0], Values(item.GetProperty("input")), isVariable: true);
        foreach (TensorValue source in model.Builder.Values.Where(value => value.Operation is SourceOperation).ToArray())
        {
            var operation = (SourceOperation)source.Operation;
            switch (operation.Kind)
            {
                case SourceKind.Parameter:
                    Fill(source, Values(item.GetProperty("parameters").GetProperty(operation.Source)), isVariable: true);
                    break;
                case SourceKind.State:
                    Fill(source, Values(item.GetProperty("states").GetProperty(operation.Source)), isVariable: false);
                    break;
                case SourceKind.Lengths:
                    Fill(source, item.TryGetProperty("lengths", out JsonElement given) ? given.EnumerateArray().Select(length => length.GetDouble()) : Enumerable.Repeat(operation.Bound - 1.0, rows), isVariable: false);
                    break;
            }
        }

        DerivativeChecks.Check(c, model.OutputValues[0], isFlat: item.GetProperty("name").GetString() == "Pow with the number 0");
    }

    private static int[] Sample(JsonElement item) => [.. item.GetProperty("input").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
}
