using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// Random legal networks of layers with weights and what belongs to them: bilinear forms, maxout, gated units, scales and shifts, standardised inputs, bags of integers, and regularisers of weights and values.
/// </summary>
internal sealed class RandomUnitNetworks
{
    /// <summary>Seeds from here on are networks of this kind.</summary>
    public const int FirstSeed = 500_001;

    private const int MaximumElements = 4_000;

    private static readonly int[] s_sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20, 31, 32, 33, 48, 65];

    private readonly Random _random;
    private readonly int _seed;
    private readonly List<(string Name, ArgumentValue Value)> _options = [];
    private readonly List<LineDeclaration> _lines = [];
    private int _names;

    private RandomUnitNetworks(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
    }

    public static NetworkDeclaration Create(int seed) => new RandomUnitNetworks(seed).Create();

    private NetworkDeclaration Create()
    {
        _options.Add(("Batch", ArgumentValue.Of((long)Pick([1, 2, 3, 5, 8, 9, 17]))));
        foreach (string penalty in new[] { "L1", "L2" }.Where(_ => Chance(0.3)))
        {
            _options.Add((penalty, ArgumentValue.Of(Pick([0.01, 0.125, 0.3]))));
        }

        if (Chance(0.3))
        {
            AddBag();
        }
        else
        {
            AddInput();
        }

        int layers = _random.Next(1, 6);
        for (int tries = 0; tries < 40 && layers > 0; tries++)
        {
            layers -= Propose() ? 1 : 0;
        }

        Try(Line("MeanSquaredError"));
        bool hasReals = _lines.All(line => line.Arguments.All(argument => argument.Name != "Vocabulary"));
        _options.Add(("HessianVector", ArgumentValue.Of(Chance(0.6))));
        _options.Add(("InputGradient", ArgumentValue.Of(hasReals && Chance(0.5))));
        return Declaration(_lines);
    }

    // One input of any rank, or a sequence; often standardised.
    private void AddInput()
    {
        int[] shape = Pick([1, 1, 2, 3]) switch
        {
            1 => [Pick(s_sizes)],
            2 => [Pick([1, 2, 3, 5]), Pick([1, 3, 4, 16, 17])],
            _ => [Pick([1, 2, 3]), Pick([1, 2, 4]), Pick([1, 3, 5, 16])],
        };
        bool isSequence = shape.Length == 2 && Chance(0.5);
        _lines.Add(isSequence
            ? Line("Input", ("shape", Array(shape[1])), ("Steps", ArgumentValue.Of((long)shape[0])), ("Lengths", ArgumentValue.Of(Chance(0.5))))
            : Line("Input", ("shape", Array(shape))));
        if (Chance(0.5))
        {
            Try(Line("Normalize", ("Per", ArgumentValue.Of(PerWhat()))));
        }
    }

    // A bag of integers, with padding, lengths and weights of its elements.
    private void AddBag()
    {
        int steps = Pick([1, 2, 3, 5, 9]);
        int vocabulary = Pick([1, 2, 5, 17, 40]);
        bool hasLengths = Chance(0.5);
        bool hasWeights = Chance(0.4);
        _lines.Add(Line(
            "Input", ("shape", Array()), ("Name", ArgumentValue.Of("bag")), ("Steps", ArgumentValue.Of((long)steps)), ("Element", ArgumentValue.Of("Int32")), ("Vocabulary", ArgumentValue.Of((long)vocabulary)),
            ("Lengths", ArgumentValue.Of(hasLengths))));
        if (hasWeights)
        {
            _lines.Add(hasLengths && Chance(0.5)
                ? Line("Input", ("shape", Array(1)), ("Name", ArgumentValue.Of("factors")), ("Steps", ArgumentValue.Of((long)steps)), ("LengthsOf", ArgumentValue.Of("bag")))
                : Line("Input", ("shape", Array(steps)), ("Name", ArgumentValue.Of("factors"))));
            _lines.Add(Line("From", ("value", ArgumentValue.Of("bag"))));
        }

        List<(string, ArgumentValue)> arguments =
        [
            ("count", ArgumentValue.Of((long)(vocabulary + Pick([0, 0, 3])))),
            ("width", ArgumentValue.Of((long)Pick(s_sizes))),
            ("Mode", ArgumentValue.Of(hasWeights ? "Sum" : Pick(["Mean", "Sum", "Max"]))),
            .. hasWeights ? new[] { ("Weights", ArgumentValue.Of("factors")) } : [],
            .. Chance(0.5) ? new[] { ("PaddingIndex", ArgumentValue.Of((long)_random.Next(vocabulary))) } : [],
            .. Penalties(),
        ];
        _lines.Add(Line("EmbeddingBag", [.. arguments]));
    }

    private bool Propose()
    {
        switch (_random.Next(10))
        {
            case 0:
                return Try(Line("Maxout", [("outputs", Size()), ("pieces", ArgumentValue.Of((long)Pick([1, 2, 3, 4]))), .. Bias(), .. Penalties()]));
            case 1:
                return Try(Line("SwiGLU", [("hidden", Size()), .. Chance(0.4) ? new[] { ("Outputs", Size()) } : [], .. Bias(), .. Penalties()]));
            case 2:
                return Try(Line("GeGLU", [("hidden", Size()), .. Chance(0.5) ? new[] { ("Approximate", ArgumentValue.Of("Tanh")) } : [], .. Bias(), .. Penalties()]));
            case 3:
                return Try(Line("Scale", [("Per", ArgumentValue.Of(PerWhat())), .. Penalties()]));
            case 4:
                return Try(Line("Shift", [("Per", ArgumentValue.Of(PerWhat())), .. Penalties()]));
            case 5:
                return Try(Line("ActivityRegularization", Pick([[("L1", ArgumentValue.Of(0.2))], [("L2", ArgumentValue.Of(0.3))], new[] { ("L1", ArgumentValue.Of(0.1)), ("L2", ArgumentValue.Of(0.05)) }])));
            case 6 or 7:
                return ProposeBilinear();
            case 8:
                return Try(Line(Pick(["Tanh", "ReLU", "Sigmoid"])));
            default:
                return Try(Line("Linear", [("outputs", Size()), .. Bias(), .. Penalties()]));
        }
    }

    // Of a value and what a layer makes of it, or of two layers' values.
    private bool ProposeBilinear()
    {
        string left = "n" + (_names++).ToString(CultureInfo.InvariantCulture);
        if (!Try(Line("Tanh", ("Name", ArgumentValue.Of(left)))))
        {
            return false;
        }

        if (Chance(0.7) && !Try(Line("Linear", ("outputs", Size()))))
        {
            return true;
        }

        return Try(Line("Bilinear", [("outputs", Size()), ("names", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(left)))), .. Bias(), .. Penalties()]));
    }

    private bool Try(LineDeclaration line)
    {
        (NetworkModel? model, _) = NetworkBuilder.Build(Declaration([.. _lines, line]), NetworkMode.Training, CancellationToken.None);
        if (model is null || model.Builder.Values.Any(value => value.Shape.Length > 20 * MaximumElements) || model.Parameters.Any(parameter => parameter.Shape.Length > MaximumElements))
        {
            return false;
        }

        _lines.Add(line);
        return true;
    }

    private NetworkDeclaration Declaration(IEnumerable<LineDeclaration> lines) => Declare.Network("Network" + _seed.ToString(CultureInfo.InvariantCulture), [.. _options], [.. lines]);

    private (string, ArgumentValue)[] Bias() => Chance(0.3) ? [("Bias", ArgumentValue.Of(Chance(0.5)))] : [];

    private (string, ArgumentValue)[] Penalties() => [.. new[] { "L1", "L2" }.Where(_ => Chance(0.2)).Select(penalty => (penalty, ArgumentValue.Of(Pick([0.0, 0.02, 0.25]))))];

    private string PerWhat() => Pick(["Element", "Channel", "Tensor"]);

    private ArgumentValue Size() => ArgumentValue.Of((long)Pick(s_sizes));

    private static LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => Declare.Line(kind, arguments);

    private static ArgumentValue Array(params int[] items) => ArgumentValue.Of(items.Select(item => ArgumentValue.Of((long)item)).ToEquatableArray());

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
