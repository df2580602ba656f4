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
/// A network of PyTorch's with its parameters, inputs, targets, outputs, derivatives and ten steps of training (tests/fixtures/drawn_layers.py), and what the programs of the same network
/// must give by the reference interpreter.
/// </summary>
internal sealed class NetworkCase(JsonElement item)
{
    /// <summary>What rounding is.</summary>
    public const double Tolerance = 1e-12;

    // What rounding is after ten steps of training, or twice differentiated.
    private const double AccumulatedTolerance = 1e-10;

    /// <summary>The network.</summary>
    public NetworkModel Build(NetworkMode mode = NetworkMode.Training)
    {
        IEnumerable<(string, ArgumentValue)> options = item.TryGetProperty("options", out JsonElement given) ? given.EnumerateObject().Select(option => (option.Name, Argument(option.Value))) : [];
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(Declare.Network("Fixture", [("Batch", ArgumentValue.Of(6)), .. options], Lines(item)), mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    /// <summary>A call of a program with the case's parameters, state, inputs and targets.</summary>
    public ReferenceCall Call(TensorProgram program)
    {
        int rows = item.GetProperty("rows").GetInt32();
        var call = new ReferenceCall { Rows = rows, Scale = 1.0 / rows, Sources = { [(SourceKind.Target, "target")] = Values(item.GetProperty("target")) } };
        foreach (JsonProperty input in item.GetProperty("inputs").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Input, input.Name), Values(input.Value));
            if (Lengths(input.Name) is { } lengths)
            {
                call.Sources.Add((SourceKind.Lengths, input.Name), [.. lengths.EnumerateArray().Select(length => length.GetDouble())]);
            }
        }

        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            call.Sources.Add((SourceKind.Parameter, parameter.Name), Stored(program, parameter));
        }

        if (item.TryGetProperty("states", out JsonElement states))
        {
            foreach (JsonProperty state in states.EnumerateObject())
            {
                call.Sources.Add((SourceKind.State, state.Name), Values(state.Value));
            }
        }

        return call;
    }

    /// <summary>The network's parameters have the case's names and shapes.</summary>
    public void AssertParameters(NetworkModel model) => Assert.Equal(
        item.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name + " " + Shaped(parameter.Value)).Order(StringComparer.Ordinal),
        model.Parameters.Select(parameter => parameter.Name + " " + parameter.Shape).Order(StringComparer.Ordinal));

    /// <summary>Outputs, numbers and gradients of training, before the passes and after them.</summary>
    /// <param name="numbers">The results that are one number, by the case's names.</param>
    public void AssertTraining(params (string Name, ResultKind Kind)[] numbers)
    {
        TensorProgram program = NetworkPrograms.Train(Build());
        foreach (TensorProgram stage in new[] { program, PassPipeline.Run(program) })
        {
            ReferenceRun run = Interpreter.Run(stage, Call(stage));
            string text = stage.ToString();
            AssertClose("output", Values(item.GetProperty("output")), run.Result(ResultKind.Output, "output"), Tolerance, text);
            foreach ((string name, ResultKind kind) in numbers)
            {
                AssertClose(name, [item.GetProperty(name).GetDouble()], run.Result(kind, name), Tolerance, text);
            }

            foreach (JsonProperty gradient in item.GetProperty("gradients").EnumerateObject())
            {
                AssertClose("gradient by " + gradient.Name, Stored(stage, gradient), run.Result(ResultKind.ParameterGradient, gradient.Name), Tolerance, text);
            }
        }
    }

    /// <summary>The Hessian-vector product.</summary>
    public void AssertHessianVector()
    {
        TensorProgram program = PassPipeline.Run(NetworkPrograms.HessianVector(Build()));
        ReferenceCall call = Call(program);
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

    /// <summary>A number before each of ten steps of gradient descent.</summary>
    public void AssertTenSteps(double rate, string name, ResultKind kind)
    {
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Train(Build()));
        ReferenceCall call = Call(program);
        var numbers = new List<double>();
        for (int step = 0; step < 10; step++)
        {
            ReferenceRun run = Interpreter.Run(program, call);
            numbers.Add(run.Result(kind, name)[0]);
            foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
            {
                double[] gradient = run.Result(ResultKind.ParameterGradient, parameter.Name);
                call.Sources[(SourceKind.Parameter, parameter.Name)] = [.. call.Sources[(SourceKind.Parameter, parameter.Name)].Zip(gradient, (value, slope) => value - (rate * slope))];
            }
        }

        AssertClose(name, [.. item.GetProperty("training").EnumerateArray().Select(number => number.GetDouble())], [.. numbers], AccumulatedTolerance, program.ToString());
    }

    private JsonElement? Lengths(string input) =>
        item.TryGetProperty("lengths", out JsonElement lengths) ? lengths
        : item.TryGetProperty("lengthsOf", out JsonElement of) && of.TryGetProperty(input, out JsonElement own) ? own : null;

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
}
