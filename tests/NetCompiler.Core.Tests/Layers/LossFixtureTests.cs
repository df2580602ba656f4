using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Losses;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>Losses against PyTorch (tests/fixtures/make_layers.py): their values and their gradients by what they judge, by the reference interpreter.</summary>
public sealed class LossFixtureTests
{
    private const int Rows = 2;
    private const double Tolerance = 1e-14;

    private static readonly JsonElement s_cases = Open("layers.json", "losses");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement item = s_cases.EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        NetworkModel model = Build(item);
        TensorProgram program = NetworkPrograms.InputGradient(model);
        var call = new ReferenceCall
        {
            Rows = Rows,
            Scale = 1.0 / Rows,
            Sources =
            {
                [(SourceKind.Input, "input")] = Values(item.GetProperty("input")),
                [(SourceKind.Target, "target")] = Values(item.GetProperty("target")),
            },
        };
        // Class indices have one axis more than in PyTorch, of extent 1.
        int[] shape = [.. item.GetProperty("target").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32()), .. model.Losses[0].Classes > 0 ? [1] : Array.Empty<int>()];
        Assert.Equal(shape, model.Targets[0].Shape.Extents.Skip(1).Select(extent => extent.Maximum));
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, call);
            AssertClose("loss", [item.GetProperty("loss").GetDouble()], run.Result(ResultKind.Loss, "loss"), Tolerance, stage.ToString());
            AssertClose("gradient", Values(item.GetProperty("gradient")), run.Result(ResultKind.InputGradient, "input"), Tolerance, stage.ToString());
        }
    }

    /// <summary>A case for each argument of each loss, but those that all losses share.</summary>
    [Fact]
    public void Every_option_of_every_loss_has_a_case()
    {
        JsonElement sequences = Open("sequences.json", "losses");
        JsonElement more = Open("losses.json", "losses");
        HashSet<string> cases = [.. s_cases.EnumerateArray().Concat(sequences.EnumerateArray()).Concat(more.EnumerateArray()).SelectMany(item => item.GetProperty("lines").EnumerateArray())
            .SelectMany(line => line.GetProperty("arguments").EnumerateObject().Select(argument => line.GetProperty("kind").GetString() + " " + argument.Name).Append(line.GetProperty("kind").GetString()!))];
        string[] losses = [.. LayerCatalog.All.OfType<ILoss>().Select(loss => loss.Kind)];
        string[] options = [.. losses.SelectMany(kind => typeof(LayerAttribute).Assembly.GetType($"NetCompiler.{kind}Attribute", throwOnError: true)!.GetProperties()
            .Where(property => property.CanWrite).Select(property => property.Name).Except(["Name", "Value", "Target", "Weight", "Reduction", "SampleWeight", "Frozen"]).Select(option => kind + " " + option).Append(kind))];

        Assert.Empty(options.Except(cases));
    }

    private static NetworkModel Build(JsonElement item)
    {
        int[] shape = [.. item.GetProperty("input").GetProperty("shape").EnumerateArray().Skip(1).Select(extent => extent.GetInt32())];
        LineDeclaration[] lines = Lines(item);
        NetworkDeclaration declaration = Declare.Network("Loss", [("Batch", ArgumentValue.Of(3))], [Declare.Input(shape), .. lines]);
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Inference, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }
}
