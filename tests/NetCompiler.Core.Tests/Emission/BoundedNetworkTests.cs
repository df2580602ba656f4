using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What a line says of the norm of its weights holds after a step for each of its outputs, as PyTorch's shapes have them, whatever layout the planner has chosen; nothing else changes.</summary>
public sealed class BoundedNetworkTests
{
    // 0.3 is no float: a network of doubles has the double.
    private const double Norm = 0.3;
    private const double HiddenNorm = 0.7;

    // A network and, of each bounded parameter, the norm and which output an element with some coordinates leads to.
    private static readonly Dictionary<string, (LineDeclaration[] Lines, (string Parameter, double Norm, Func<int[], int> Output)[] Bounds)> s_cases = new()
    {
        ["Linear"] = ([Declare.Input(7), Bounded("Linear", ("outputs", Of(21)))], [("0.weight", Norm, at => at[0])]),
        ["Maxout"] = ([Declare.Input(7), Bounded("Maxout", ("outputs", Of(9)), ("pieces", Of(3)))], [("0.weight", Norm, at => at[0])]),
        ["Bilinear"] = (
            [Declare.Line("Input", ("shape", Many(5)), ("Name", ArgumentValue.Of("left"))), Declare.Line("Input", ("shape", Many(4)), ("Name", ArgumentValue.Of("right"))), Bounded("Bilinear", ("outputs", Of(18)), ("names", ArgumentValue.Of(new[] { ArgumentValue.Of("left"), ArgumentValue.Of("right") }.ToEquatableArray())))],
            [("0.weight", Norm, at => at[0])]),
        ["Embedding"] = ([Tokens(), Bounded("Embedding", ("count", Of(13)), ("width", Of(5)))], [("0.weight", Norm, at => at[0])]),
        ["EmbeddingBag"] = ([Tokens(), Bounded("EmbeddingBag", ("count", Of(13)), ("width", Of(19)))], [("0.weight", Norm, at => at[0])]),
        ["Tied"] = (
            [Tokens(), Bounded("Embedding", ("count", Of(13)), ("width", Of(5)), ("Name", ArgumentValue.Of("table"))), Declare.Line("Linear", ("outputs", Of(13)), ("Bias", ArgumentValue.Of(false)), ("Shares", ArgumentValue.Of("table")))],
            [("table.weight", Norm, at => at[0])]),
        ["Conv1d"] = ([Declare.Input(4, 9), Bounded("Conv1d", ("outputs", Of(18)), ("kernel", Of(3)))], [("0.weight", Norm, at => at[0])]),
        ["Conv2d"] = ([Declare.Input(4, 6, 6), Bounded("Conv2d", ("outputs", Of(20)), ("kernel", Many(3, 3)), ("Groups", Of(2)))], [("0.weight", Norm, at => at[0])]),
        ["DepthwiseConv2d"] = ([Declare.Input(5, 6, 6), Bounded("DepthwiseConv2d", ("kernel", Many(3, 3)), ("Multiplier", Of(2)))], [("0.weight", Norm, at => at[0])]),
        ["ConvTranspose1d"] = ([Declare.Input(4, 6), Bounded("ConvTranspose1d", ("outputs", Of(18)), ("kernel", Of(3)))], [("0.weight", Norm, at => at[1])]),
        ["ConvTranspose2d"] = ([Declare.Input(4, 5, 5), Bounded("ConvTranspose2d", ("outputs", Of(18)), ("kernel", Many(3, 2)), ("Stride", Of(2)))], [("0.weight", Norm, at => at[1])]),

        // Of 6 channels in 3 groups, channels 0 and 1 lead to outputs 0 to 4, 2 and 3 to 5 to 9.
        ["ConvTransposeGroups"] = ([Declare.Input(6, 5, 5), Bounded("ConvTranspose2d", ("outputs", Of(15)), ("kernel", Many(3, 3)), ("Groups", Of(3)))], [("0.weight", Norm, at => (at[0] / 2 * 5) + at[1])]),
        ["RNN"] = ([Declare.Sequence(3, 4), Recurrent("RNN", ("Bidirectional", ArgumentValue.Of(true)))], Rows("weight_ih_l0", "weight_hh_l0", "weight_ih_l0_reverse", "weight_hh_l0_reverse")),
        ["GRU"] = ([Declare.Sequence(3, 4), Recurrent("GRU", ("Layers", Of(2)))], Rows("weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "weight_hh_l1")),
        ["LSTM"] = ([Declare.Sequence(3, 4), Recurrent("LSTM", ("Projection", Of(4)), ("Peepholes", ArgumentValue.Of(true)))], Rows("weight_ih_l0", "weight_hh_l0", "weight_hr_l0")),
    };

    private static readonly Lazy<EmittedAssembly> s_assembly = new(() => EmittedCompilation.Load(s_cases.SelectMany(item => new[]
    {
        Declare.Network("Bounded" + item.Key, [("Batch", ArgumentValue.Of(2L))], item.Value.Lines),
        Declare.Network("Bounded" + item.Key + "InDouble", [("Batch", ArgumentValue.Of(2L)), ("Precision", ArgumentValue.Of("Double"))], item.Value.Lines),
    })));

    private interface IStepping
    {
        ParameterCollection Parameters { get; }

        void Step();
    }

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_output_keeps_to_the_norm(string name)
    {
        foreach (bool isDouble in (bool[])[false, true])
        {
            Assert.Empty(s_assembly.Value.Problems);
            IStepping network = Make(s_assembly.Value.Assembly.GetType($"Emitted.Bounded{name}{(isDouble ? "InDouble" : string.Empty)}", throwOnError: true)!);
            var begin = new Dictionary<string, double[]>();
            foreach (ParameterView parameter in network.Parameters)
            {
                double[] values = Begin(name, parameter);
                begin.Add(parameter.Name, values);
                parameter.CopyFrom(values);
            }

            network.Step();
            foreach (ParameterView parameter in network.Parameters)
            {
                double[] expected = Expected(name, parameter, begin[parameter.Name]);
                Assert.All(parameter.ToDoubleArray(), (value, index) => Assert.Equal(expected[index], value, isDouble ? 1e-15 : 1e-7));
            }
        }
    }

    [Fact]
    public void A_norm_that_is_no_number_above_zero_is_refused_by_name()
    {
        foreach ((string argument, LineDeclaration line) in new[]
        {
            ("MaxNorm", Declare.Line("GRU", ("hidden", Of(3)), ("MaxNorm", ArgumentValue.Of(0.0)))),
            ("HiddenMaxNorm", Declare.Line("GRU", ("hidden", Of(3)), ("HiddenMaxNorm", ArgumentValue.Of(-1.0)))),
        })
        {
            CompileError error = Assert.Single(NetworkCompiler.Compile(Declare.Network("Mistaken", [("Batch", ArgumentValue.Of(2L))], Declare.Sequence(3, 4), line), TestContext.Current.CancellationToken).Errors);
            Assert.Contains(argument + " is ", error.Message, StringComparison.Ordinal);
        }
    }

    // Some outputs of each parameter are within the norm, and keep their numbers, and some are not.
    private static double[] Begin(string name, ParameterView parameter)
    {
        (string, double Norm, Func<int[], int> Output)[] bounds = [.. s_cases[name].Bounds.Where(bound => bound.Parameter == parameter.Name)];
        return [.. Enumerable.Range(0, parameter.Length).Select(index =>
        {
            double wave = Math.Sin((index + 1) * (index + 2));
            return (float)(bounds is [var (_, _, output)] && output(Coordinates(parameter.Shape, index)) % 3 == 1 ? wave / 1024 : wave);
        })];
    }

    private static double[] Expected(string name, ParameterView parameter, double[] values)
    {
        if (s_cases[name].Bounds.SingleOrDefault(bound => bound.Parameter == parameter.Name) is not { Output: { } output } bound)
        {
            return values;
        }

        double[] squares = new double[parameter.Length];
        for (int index = 0; index < values.Length; index++)
        {
            squares[output(Coordinates(parameter.Shape, index))] += values[index] * values[index];
        }

        Assert.Contains(squares, sum => sum > 0 && sum < bound.Norm * bound.Norm);
        Assert.Contains(squares, sum => sum > bound.Norm * bound.Norm);
        return [.. values.Select((value, index) =>
        {
            double norm = Math.Sqrt(squares[output(Coordinates(parameter.Shape, index))]);
            return norm > bound.Norm ? value * bound.Norm / (1e-7 + norm) : value;
        })];
    }

    private static int[] Coordinates(IReadOnlyList<int> shape, int index)
    {
        int[] coordinates = new int[shape.Count];
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            (index, coordinates[axis]) = Math.DivRem(index, shape[axis]);
        }

        return coordinates;
    }

    private static (string, double, Func<int[], int>)[] Rows(params string[] names) =>
        [.. names.Select(name => ("0." + name, name.Contains("_hh_", StringComparison.Ordinal) ? HiddenNorm : Norm, (Func<int[], int>)(at => at[0])))];

    private static LineDeclaration Recurrent(string kind, params (string Name, ArgumentValue Value)[] more) =>
        Bounded(kind, [("hidden", Of(6)), ("HiddenMaxNorm", ArgumentValue.Of(HiddenNorm)), .. more]);

    private static LineDeclaration Bounded(string kind, params (string Name, ArgumentValue Value)[] arguments) => Declare.Line(kind, [.. arguments, ("MaxNorm", ArgumentValue.Of(Norm))]);

    private static LineDeclaration Tokens() => Declare.Line("Input", ("shape", Many()), ("Steps", Of(3)), ("Element", ArgumentValue.Of("Int32")), ("Vocabulary", Of(13)));

    private static ArgumentValue Of(long number) => ArgumentValue.Of(number);

    private static ArgumentValue Many(params int[] items) => ArgumentValue.Of(items.Select(item => ArgumentValue.Of((long)item)).ToEquatableArray());

    private static IStepping Make(Type type) => (IStepping)Activator.CreateInstance(typeof(Stepping<>).MakeGenericType(type), Activator.CreateInstance(type, 7))!;

    private sealed class Stepping<T>(T network) : IStepping
        where T : class, INetwork<T>
    {
        public ParameterCollection Parameters { get; } = new(network.Memory);

        // Gradients of zero change nothing, so that what changes is the norm.
        public void Step()
        {
            if (T.Description.Element == ElementType.Float64)
            {
                new SGD(1).Step(network, new double[T.Description.ParameterLength]);
            }
            else
            {
                new SGD(1).Step(network, new float[T.Description.ParameterLength]);
            }
        }
    }
}
