using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Layers;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Emitted activations near 0 and far from it: about as exact as PyTorch's float32 (tests/fixtures/make_vocabulary.py), and finite with both derivatives.</summary>
public sealed class ActivationPrecisionTests
{
    private const int Points = 1000;

    // Two units in the last place, relative to the smallest number of a binade.
    private const double FewUnits = 2 * 1.1920928955078125e-7;

    // Below, a result is as good as 0.
    private const double Smallest = 1e-30;

    private static readonly float[] s_extremes =
    [
        .. new[] { 1e-30f, 1e-8f, 1e-3f, 0.5f, 3f, 20f, 50f, 87f, 89f, 100f, 710f, 1e3f, 1e4f }.SelectMany(x => new[] { x, -x }), 0f,
    ];

    private static readonly (LineDeclaration Line, (double From, double To, double Error)[] Ranges)[] s_activations =
    [
        .. FixtureJson.Open("activation_errors.json", "cases").EnumerateArray().Select(item => (
            FixtureJson.Line(item[0]),
            item[1].EnumerateArray().Select(range => (range[0].GetDouble(), range[1].GetDouble(), range[2].GetDouble())).ToArray())),
    ];

    private static readonly Lazy<EmittedAssembly> s_emitted = new(() => EmittedCompilation.Load(s_activations.SelectMany((_, i) => new[] { Plain(i), Trained(i) })));

    public static IEnumerable<TheoryDataRow<int, string>> Activations => s_activations.Select((activation, i) => new TheoryDataRow<int, string>(i, RandomNetworks.Print(Plain(i)).Split('\n')[^1]));

    [Theory]
    [MemberData(nameof(Activations))]
    public void Relative_errors_are_within_twice_PyTorchs(int index, string line)
    {
        NetworkModel model = Model(Plain(index), NetworkMode.Inference);
        (double From, double To, double Error)[] ranges = s_activations[index].Ranges;
        NetworkSamples samples = Samples(model, ranges.Length);
        for (int range = 0; range < ranges.Length; range++)
        {
            for (int i = 0; i < Points; i++)
            {
                samples.Inputs[0][(range * Points) + i] = (float)(ranges[range].From * Math.Pow(ranges[range].To / ranges[range].From, i / (Points - 1.0)));
            }
        }

        double[] exact = Reference(NetworkPrograms.Infer(model), samples, ranges.Length).Result(ResultKind.Output, "output");
        double[] actual = new FunctionCall(Network(Plain(index)), samples).Run(FunctionKind.Infer).Outputs[0];
        var worse = new List<string>();

        // x (1 + erf) cancels where x is negative.
        bool isByOperand = s_activations[index].Line is { Kind: "GELU", Arguments.Count: 0 };
        for (int range = 0; range < ranges.Length; range++)
        {
            double largest = 0;
            for (int i = range * Points; i < (range + 1) * Points; i++)
            {
                double x = samples.Inputs[0][i];
                Assert.True(Math.Abs(exact[i]) > Smallest || Math.Abs(actual[i]) <= Smallest, $"{line} of {x:R} is {actual[i]:R}, not {exact[i]:R}.");
                largest = Math.Abs(exact[i]) > Smallest ? Math.Max(largest, Math.Abs(actual[i] - exact[i]) / Math.Abs(isByOperand ? x : exact[i])) : largest;
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{ranges[range].From:G3} to {ranges[range].To:G3}: {largest:G3}, PyTorch {ranges[range].Error:G3}");
            if (!(largest <= Math.Max(2 * ranges[range].Error, FewUnits)))
            {
                worse.Add($"{line} errs by {largest:G3} between {ranges[range].From:G3} and {ranges[range].To:G3}, PyTorch by {ranges[range].Error:G3}.");
            }
        }

        Assert.True(worse.Count == 0, string.Join('\n', worse));
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Values_and_both_derivatives_are_finite_far_from_0(int index, string line)
    {
        NetworkModel model = Model(Trained(index), NetworkMode.Training);
        NetworkSamples samples = Samples(model, 1);
        samples.Inputs[0][0] = 1;
        Array.Clear(samples.Targets[0]);
        Array.ConvertAll(s_extremes, x => (double)x).CopyTo(samples.Parameters["x"], 0);
        Array.Fill(samples.Directions["x"], 1);
        foreach ((FunctionKind kind, TensorProgram program) in new[]
        {
            (FunctionKind.Train, NetworkPrograms.Train(Model(Trained(index), NetworkMode.Training))),
            (FunctionKind.HessianVector, NetworkPrograms.HessianVector(Model(Trained(index), NetworkMode.Training))),
        })
        {
            // Of a mean of squares y²/n: 2/n y y', and 2/n (y'² + y y'').
            var wrong = new List<string>();
            double[] exact = Reference(program, samples, 1).Result(ResultKind.ParameterGradient, "x");
            EmittedNetwork network = Network(Trained(index));
            FunctionResults results = new FunctionCall(network, samples).Run(kind);
            double[] actual = results.Tensors(network.Description).Single(tensor => tensor.Name == "gradient x").Elements;
            for (int i = 0; i < s_extremes.Length; i++)
            {
                Assert.True(double.IsFinite(exact[i]), $"{line}: {kind} at {s_extremes[i]:R} is {exact[i]:R} in double.");
                if (!(Math.Abs(actual[i] - exact[i]) <= 2e-6 * (0.1 + Math.Abs(exact[i]))))
                {
                    wrong.Add($"{line}: {kind} at {s_extremes[i]:R} is {actual[i]:R}, not {exact[i]:R}.");
                }
            }

            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        }
    }

    /// <summary>As MathF.Tanh and PyTorch's: what is multiplied by the derivative 1 - y² is gone where units saturate, however large it is.</summary>
    [Fact]
    public void The_hyperbolic_tangent_saturates_at_one()
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported, "Without fused multiply-adds the rational form ends two units below 1.");
        NetworkDeclaration declaration = Declare.Network("Saturating", [], Declare.Input(Points), Declare.Line("Tanh"));
        EmittedAssembly emitted = EmittedCompilation.Load([declaration]);
        Assert.Empty(emitted.Problems);
        NetworkSamples samples = Samples(Model(declaration, NetworkMode.Inference), 1);
        for (int i = 0; i < Points; i++)
        {
            samples.Inputs[0][i] = (i % 2 == 0 ? 1 : -1) * (i < Points / 2 ? 7 + (4.0 * i / Points) : Math.Pow(10, 6.0 * i / Points));
        }

        double[] actual = new FunctionCall(new EmittedNetwork(emitted.Assembly.GetType(declaration.Type.MetadataName, throwOnError: true)!), samples).Run(FunctionKind.Infer).Outputs[0];
        for (int i = 0; i < Points; i++)
        {
            double x = samples.Inputs[0][i];
            Assert.True(Math.Abs(x) >= 8 ? actual[i] == Math.Sign(x) : Math.Abs(actual[i]) <= 1, $"Of {x:R} it is {actual[i]:R}.");
        }
    }

    private static NetworkDeclaration Plain(int index) => Declare.Network($"Plain{index}", [("Batch", ArgumentValue.Of(16L))], Declare.Input(Points), s_activations[index].Line);

    // A step has no derivative: the loss judges another value.
    private static NetworkDeclaration Trained(int index) => Declare.Network(
        $"Trained{index}",
        [("Batch", ArgumentValue.Of(1L)), ("HessianVector", ArgumentValue.Of(true))],
        Declare.Input(1),
        Declare.Line("Parameter", ("shape", ArgumentValue.Of(Common.EquatableArray.Of(ArgumentValue.Of((long)s_extremes.Length)))), ("Name", ArgumentValue.Of("x"))),
        Declare.Line("Multiply", ("names", ArgumentValue.Of(Common.EquatableArray.Of(ArgumentValue.Of("x")))), ("Name", ArgumentValue.Of("y"))),
        s_activations[index].Line,
        Declare.Line("MeanSquaredError", s_activations[index].Line.Kind == "Step" ? [("Value", ArgumentValue.Of("y"))] : []));

    private static EmittedNetwork Network(NetworkDeclaration declaration)
    {
        Assert.Empty(s_emitted.Value.Problems);
        return new EmittedNetwork(s_emitted.Value.Assembly.GetType(declaration.Type.MetadataName, throwOnError: true)!);
    }

    private static NetworkModel Model(NetworkDeclaration declaration, NetworkMode mode)
    {
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    private static NetworkSamples Samples(NetworkModel model, int rows)
    {
        var samples = new NetworkSamples(model, [], rows, 1);
        foreach (double[] slopes in samples.Parameters.Where(parameter => parameter.Key.EndsWith("weight", StringComparison.Ordinal)).Select(parameter => parameter.Value))
        {
            Array.Fill(slopes, 0.25);
        }

        return samples;
    }

    private static ReferenceRun Reference(TensorProgram program, NetworkSamples samples, int rows)
    {
        var call = new ReferenceCall { Rows = rows, Scale = 1.0 / rows, Share = 1 };
        call.Sources.Add((SourceKind.Input, "input"), samples.Inputs[0]);
        foreach ((string name, double[] elements) in samples.Parameters)
        {
            call.Sources.Add((SourceKind.Parameter, name), elements);
            call.Sources.Add((SourceKind.Direction, name), samples.Directions[name]);
        }

        if (samples.Targets.Length > 0)
        {
            call.Sources.Add((SourceKind.Target, "target"), samples.Targets[0]);
        }

        return Interpreter.Run(program, call);
    }
}
