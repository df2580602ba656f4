using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Layers;
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
/// Layers against PyTorch (tests/fixtures/make_layers.py and make_vocabulary.py): names, shapes and initial bounds of parameters, outputs, and gradients by the input
/// and by every parameter. What is run are the programs, by the reference interpreter.
/// </summary>
public sealed class LayerFixtureTests
{
    private const int Rows = 2;

    // Numbers are short sums of multiples of 1/64.
    private const double Tolerance = 1e-14;

    // Random ones, recurrent ones (tests/fixtures/make_recurrent.py), and those whose cases are whole networks (tests/fixtures/make_networks.py) or translated functions.
    private static readonly string[] s_elsewhere =
    [
        "LinearAttribute", "ReLUAttribute", "TanhAttribute", "SigmoidAttribute", "SoftmaxAttribute", "FlattenAttribute",
        "MapAttribute", "UseAttribute", "DropoutAttribute", "Dropout1dAttribute", "Dropout2dAttribute",
        "RNNAttribute", "LSTMAttribute", "GRUAttribute",
        "EmbeddingAttribute", "PositionalEmbeddingAttribute", "MultiHeadAttentionAttribute", "TransformerEncoderLayerAttribute", "TransformerDecoderLayerAttribute",

        // Whole networks (tests/fixtures/make_units.py).
        "BilinearAttribute", "MaxoutAttribute", "SwiGLUAttribute", "GeGLUAttribute", "ScaleAttribute", "ShiftAttribute", "NormalizeAttribute", "EmbeddingBagAttribute",

        // Over sequences (tests/fixtures/make_sequences.py).
        "LastAttribute", "MeanAttribute", "MaxAttribute", "AttentionPoolAttribute",

        // Random ones, which PyTorch draws otherwise (NoiseTests).
        "AlphaDropoutAttribute", "GaussianNoiseAttribute", "GaussianDropoutAttribute",
    ];

    private static readonly JsonElement s_cases = Join("cases", "layers.json", "vocabulary.json");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        NetworkModel model = Build(item);
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

        for (int i = 0; i < model.States.Count; i++)
        {
            model.Builder.Result(ResultKind.State, model.States[i].Name, model.StateValues[i]);
        }

        var call = new ReferenceCall
        {
            Rows = Rows,
            Scale = 1.0 / Rows,
            Sources =
            {
                [(SourceKind.Input, "input")] = Values(item.GetProperty("input")),
                [(SourceKind.Cotangent, "output")] = Values(item.GetProperty("cotangent")),
            },
        };
        foreach (StateModel state in model.States)
        {
            call.Sources[(SourceKind.State, state.Name)] = Values(item.GetProperty("states").GetProperty(state.Name));
        }

        // Before the passes and after them.
        TensorProgram program = ProgramVerifier.Verify(model.Builder.Finish("layer"), "differentiation");
        TensorProgram lowered = PassPipeline.Run(program);
        var kernels = new StoredKernels(model, program.Values);
        foreach (TensorProgram stage in new[] { program, lowered })
        {
            // The passes have kernels as matrices.
            double[] Stored(string parameter, double[] values) => stage == lowered ? kernels.Of(parameter, values) : values;
            foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
            {
                call.Sources[(SourceKind.Parameter, parameter.Name)] = Stored(parameter.Name, Values(parameter.Value));
            }

            ReferenceRun run = Interpreter.Run(stage, call);
            string text = stage.ToString();
            Assert.Equal(Shaped(item.GetProperty("output")), output.Shape.With(0, Rows).ToString());
            AssertClose("output", Values(item.GetProperty("output")), run.Result(ResultKind.Output, "output"), Tolerance, text);
            JsonElement expected = item.GetProperty("gradients");
            AssertClose("gradient by the input", Values(expected.GetProperty("input")), run.Result(ResultKind.InputGradient, "input"), Tolerance, text);
            foreach (StateModel state in model.States)
            {
                AssertClose(state.Name, Values(item.GetProperty("newStates").GetProperty(state.Name)), run.Result(ResultKind.State, state.Name), Tolerance, text);
            }

            foreach (ParameterModel parameter in model.Parameters)
            {
                AssertClose(
                    "gradient by " + parameter.Name, Stored(parameter.Name, Values(expected.GetProperty(parameter.Name))), run.Result(ResultKind.ParameterGradient, parameter.Name), Tolerance, text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_PyTorchs(string name)
    {
        JsonElement item = Case(name);
        NetworkModel model = Build(item);

        Assert.Equal(
            item.GetProperty("parameters").EnumerateObject().Select(parameter => (parameter.Name, Shaped(parameter.Value))),
            model.Parameters.Select(parameter => (parameter.Name, parameter.Shape.ToString())));
        foreach (JsonProperty fan in item.GetProperty("fanIn").EnumerateObject())
        {
            // kaiming_uniform_(a = sqrt(5)): gain sqrt(2 / (1 + 5)), and sqrt(3) times that over sqrt(fan). The bias has the weight's bound.
            double bound = Math.Sqrt(3) * Math.Sqrt(2.0 / 6) / Math.Sqrt(fan.Value.GetInt32());
            foreach (ParameterModel parameter in model.Parameters.Where(parameter => parameter.Name.StartsWith(fan.Name.Replace("weight", string.Empty), StringComparison.Ordinal)))
            {
                Assert.Equal(Core.Building.InitializationKind.Uniform, parameter.Initialization.Kind);
                Assert.Equal(-bound, parameter.Initialization.A, 1e-12);
                Assert.Equal(bound, parameter.Initialization.B, 1e-12);
            }
        }

        if (item.TryGetProperty("constant", out JsonElement constants))
        {
            foreach (JsonProperty constant in constants.EnumerateObject())
            {
                Assert.Equal(
                    new ParameterInitialization(Core.Building.InitializationKind.Constant, constant.Value.GetDouble(), 0),
                    model.Parameters.Single(parameter => parameter.Name == constant.Name).Initialization);
            }
        }
    }

    /// <summary>A case for each argument of each attribute, by the attribute's own names; what is done behind an update has its own tests.</summary>
    [Fact]
    public void Every_option_of_every_layer_has_a_case()
    {
        HashSet<string> cases = [.. s_cases.EnumerateArray()
            .SelectMany(item => item.GetProperty("lines").EnumerateArray())
            .SelectMany(line => line.GetProperty("arguments").EnumerateObject()
                .Select(argument => line.GetProperty("kind").GetString() + " " + argument.Name)
                .Append(line.GetProperty("kind").GetString()!))];
        HashSet<string> kinds = [.. LayerCatalog.All.Where(layer => layer.Role == LayerRole.Layer).Select(layer => layer.Kind + "Attribute").Except(s_elsewhere)];
        Type[] attributes = [.. typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && kinds.Contains(type.Name))];
        string[] options = [.. attributes.SelectMany(type =>
        {
            string kind = type.Name.Replace("Attribute", string.Empty, StringComparison.Ordinal);
            IEnumerable<string> parameters = type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!);
            IEnumerable<string> properties = type.GetProperties().Where(property => property.CanWrite && property.DeclaringType == type).Select(property => property.Name)
                .Except(["Shares", "MaxNorm"]);
            return parameters.Concat(properties).Select(argument => kind + " " + argument).Append(kind);
        })];

        Assert.Equal(kinds.Count, attributes.Length);
        Assert.Empty(options.Except(cases));
    }

    private static JsonElement Case(string name) => FixtureJson.Case(s_cases, name);

    private static NetworkModel Build(JsonElement item)
    {
        int[] shape = [.. item.GetProperty("input").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
        LineDeclaration[] lines = Lines(item);
        NetworkDeclaration declaration = Declare.Network("Layer", [("Batch", ArgumentValue.Of(3))], [Declare.Input(shape), .. lines]);
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(
            declaration, item.TryGetProperty("isInference", out _) ? NetworkMode.Inference : NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }
}
