using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// Random networks of few layers and of losses of every kind, in turn, with their arguments and reductions: of vectors, of images, and of sequences whose rows have steps of any number.
/// </summary>
internal sealed class RandomLossNetworks
{
    /// <summary>Seeds from here on are networks of this kind.</summary>
    public const int FirstSeed = 600_001;

    private static readonly string[] s_kinds =
    [
        "HalfSquaredError", "MeanAbsoluteError", "ResidualNorm", "Huber", "SmoothL1", "LogCosh", "Quantile", "Hinge", "MultiMargin", "SoftmaxCrossEntropy", "NLL", "KLDiv",
        "BinaryCrossEntropyWithLogits", "BinaryCrossEntropy", "PoissonNLL", "GaussianNLL", "CosineEmbedding", "Contrastive", "TripletMargin",
    ];

    private readonly Random _random;
    private readonly int _seed;
    private readonly string _name;
    private readonly List<LineDeclaration> _lines = [];
    private int _features;

    private RandomLossNetworks(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _name = "Network" + seed.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How many kinds there are: as many seeds have each of them once.</summary>
    public static int Kinds => s_kinds.Length;

    public static NetworkDeclaration Create(int seed) => new RandomLossNetworks(seed).Create();

    private NetworkDeclaration Create()
    {
        string kind = s_kinds[(_seed - FirstSeed) % s_kinds.Length];
        bool isOfVectors = kind is "CosineEmbedding" or "Contrastive" or "TripletMargin";

        // 0: vectors, 1: sequences, 2: images.
        int form = Pick([0, 0, 1, isOfVectors ? 0 : 2]);
        int inputs = Pick([1, 2, 3, 5, 8]);
        _features = kind == "ResidualNorm" ? Pick([1, 3, 8, 17, 40]) : Pick([2, 3, 5, 8, 17]);
        (string, ArgumentValue)[] steps = form == 1 ? [("Steps", Of(Pick([1, 2, 5])))] : [];
        int[] shape = form == 2 ? [inputs, Pick([1, 2, 3]), Pick([1, 2, 5])] : [inputs];
        _lines.Add(Line("Input", [("shape", Integers(shape)), ("Name", Of("x")), .. steps]));
        if (isOfVectors)
        {
            Towers(kind == "TripletMargin" ? ["a", "b", "c"] : ["a", "b"]);
        }
        else
        {
            Layer(form, kind, "y");
            if (kind == "GaussianNLL")
            {
                _lines.Add(Line("From", ("value", Of("x"))));
                _features = Chance(0.5) && form != 2 ? 1 : _features;
                Layer(form, "Softplus", "v");
                _lines.Add(Line("From", ("value", Of("y"))));
            }
        }

        Loss(kind, form);
        if (Chance(0.3))
        {
            // A second loss, whose weights of samples may be those of the first.
            _lines.Add(Line("MeanSquaredError", [("Value", Of(isOfVectors ? "a" : "y")), .. Weighted()]));
        }

        ArgumentDeclaration[] options =
        [
            new("Batch", Of(Pick([1, 2, 3, 5, 17]))),
            new("HessianVector", ArgumentValue.Of(Chance(0.7))),
            new("InputGradient", ArgumentValue.Of(Chance(0.7))),
            .. Chance(0.25) ? [new ArgumentDeclaration("SampleWeight", Of("weight"))] : Array.Empty<ArgumentDeclaration>(),
        ];
        return new NetworkDeclaration(
            new TypeDeclaration("Emitted.Networks", EquatableArray<string>.Empty, _name, "class", "public", true, "Emitted.Networks." + _name),
            options.ToEquatableArray(),
            _lines.ToEquatableArray(),
            EquatableArray<BlockDeclaration>.Empty,
            EquatableArray<FunctionDeclaration>.Empty,
            EquatableArray<string>.Empty,
            Chance(0.5));
    }

    // What a loss of this kind can judge: probabilities, or any numbers.
    private void Layer(int form, string kind, string name)
    {
        string? activation = kind switch
        {
            "BinaryCrossEntropy" => "Sigmoid",
            "Softplus" => "Softplus",
            "KLDiv" or "PoissonNLL" => "Tanh",
            _ => Chance(0.3) ? "Tanh" : null,
        };
        (string, ArgumentValue) named = ("Name", Of(name));
        LineDeclaration layer = form == 2 ? Line("Conv2d", ("outputs", Of(_features)), ("kernel", Of(1))) : Line("Linear", ("outputs", Of(_features)));
        _lines.Add(activation is null ? layer with { Arguments = layer.Arguments.Append(new ArgumentDeclaration(named.Item1, named.Item2)).ToEquatableArray() } : layer);
        if (activation is not null)
        {
            _lines.Add(Line(activation, named));
        }
    }

    // Two towers or three that share their parameters, over what the input and layers of their own make.
    private void Towers(string[] names)
    {
        _lines.Add(Line("Linear", ("outputs", Of(_features)), ("Name", Of("a"))));
        foreach (string name in names.Skip(1))
        {
            _lines.Add(Line("From", ("value", Of("x"))));
            _lines.Add(Line("Linear", ("outputs", Of(Pick([2, 3, 4])))));
            _lines.Add(Line("Tanh"));
            _lines.Add(Line("Linear", ("outputs", Of(_features)), ("Name", Of(name))));
        }
    }

    private void Loss(string kind, int form)
    {
        List<(string, ArgumentValue)> arguments = [.. Weighted()];
        if (Chance(0.6))
        {
            arguments.Add(("Reduction", Of(Pick(["Mean", "Sum", "BatchSum", "WeightedMean", "WeightedMean"]))));
        }

        void Maybe(string name, Func<ArgumentValue> value)
        {
            if (Chance(0.5))
            {
                arguments.Add((name, value()));
            }
        }

        ArgumentValue Margin() => Of(Pick([0.25, 0.5, 1.5]));
        ArgumentValue Weights() => Reals([.. Enumerable.Range(0, _features).Select(_ => Pick([0.0, 0.5, 1, 2]))]);
        switch (kind)
        {
            case "ResidualNorm":
                arguments.Insert(0, ("p", Of(Pick([1, 2, 1.5, 3, 40, double.PositiveInfinity]))));
                break;
            case "Huber":
                Maybe("Delta", Margin);
                break;
            case "SmoothL1":
                Maybe("Beta", () => Of(Pick([0, 0.25, 0.75])));
                break;
            case "Quantile":
                bool isOne = form == 2 || Chance(0.3);
                arguments.Insert(0, ("quantiles", Reals(isOne ? [0.25] : [.. Enumerable.Range(1, _features).Select(quantile => (double)quantile / (_features + 1))])));
                break;
            case "Hinge":
                Maybe("P", () => Of(2));
                Maybe("Margin", Margin);
                break;
            case "MultiMargin":
                Maybe("P", () => Of(2));
                Maybe("Margin", Margin);
                Maybe("ClassWeights", Weights);
                break;
            case "SoftmaxCrossEntropy":
                Maybe("ClassWeights", Weights);
                Maybe("LabelSmoothing", () => Of(0.1));
                if (Chance(0.5))
                {
                    arguments.Add(("IgnoreIndex", Of(_random.Next(_features))));
                }
                else
                {
                    Maybe("Targets", () => Of("Probabilities"));
                }

                break;
            case "NLL":
                Maybe("ClassWeights", Weights);
                Maybe("IgnoreIndex", () => Of(_random.Next(_features)));
                break;
            case "KLDiv":
                // Targets that are drawn may be negative: they are logarithms, or another value's probabilities.
                arguments.Add(("LogTarget", ArgumentValue.Of(true)));
                break;
            case "BinaryCrossEntropyWithLogits":
                Maybe("ClassWeights", Weights);
                Maybe("PosWeights", Weights);
                break;
            case "BinaryCrossEntropy":
                Maybe("ClassWeights", Weights);
                break;
            case "PoissonNLL":
                Maybe("Full", () => ArgumentValue.Of(true));
                break;
            case "GaussianNLL":
                arguments.Insert(0, ("variance", Of("v")));
                Maybe("Full", () => ArgumentValue.Of(true));
                Maybe("Epsilon", () => Of(0.6));
                break;
            case "CosineEmbedding":
                arguments.InsertRange(0, [("first", Of("a")), ("second", Of("b"))]);
                Maybe("Margin", () => Of(Pick([-0.5, 0.25])));
                break;
            case "Contrastive":
                arguments.InsertRange(0, [("first", Of("a")), ("second", Of("b"))]);
                Maybe("Margin", Margin);
                break;
            case "TripletMargin":
                arguments.InsertRange(0, [("anchor", Of("a")), ("positive", Of("b")), ("negative", Of("c"))]);
                Maybe("P", () => Of(Pick([1, 3, double.PositiveInfinity])));
                Maybe("Margin", Margin);
                Maybe("Swap", () => ArgumentValue.Of(true));
                Maybe("Epsilon", () => Of(0.01));
                break;
        }

        _lines.Add(Line(kind, [.. arguments]));
    }

    private (string, ArgumentValue)[] Weighted() =>
    [
        .. Chance(0.3) ? [("SampleWeight", Of(Pick(["weight", "s"])))] : Array.Empty<(string, ArgumentValue)>(),
        .. Chance(0.4) ? [("Weight", Of(Pick([0.3, 2.0, -0.5])))] : Array.Empty<(string, ArgumentValue)>(),
    ];

    private LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => new(
        kind,
        arguments.Select(argument => new ArgumentDeclaration(argument.Name, argument.Value)).ToEquatableArray(),
        null,
        new AttributeLocation("Emitted.Networks." + _name, _lines.Count));

    private static ArgumentValue Of(int value) => ArgumentValue.Of((long)value);

    private static ArgumentValue Of(double value) => ArgumentValue.Of(value);

    private static ArgumentValue Of(string value) => ArgumentValue.Of(value);

    private static ArgumentValue Integers(int[] items) => ArgumentValue.Of(items.Select(Of).ToEquatableArray());

    private static ArgumentValue Reals(double[] items) => ArgumentValue.Of(items.Select(Of).ToEquatableArray());

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
