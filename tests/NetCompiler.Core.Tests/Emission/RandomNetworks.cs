using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// Random legal networks, drawn from a seed: lines are proposed with some regard to shapes, and those that the builder refuses are
/// left out again.
/// </summary>
internal sealed class RandomNetworks
{
    private const int MaximumMultiplyAdds = 80_000;
    private const int MaximumElements = 4_000;

    private static readonly int[] s_batches = [1, 2, 3, 5, 7, 8, 9, 16, 17, 20, 33];

    // Around the widths of vectors, panels and tiles.
    private static readonly int[] s_sizes = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 17, 20, 24, 31, 32, 33, 40, 47, 48, 49, 63, 64, 65, 80, 96, 100];
    private static readonly int[] s_small = [1, 2, 3, 4, 5, 6, 8];

    private static readonly string[] s_activations = ["ReLU", "Tanh", "Sigmoid", "ReLU6", "SiLU", "HardSwish", "HardSigmoid", "LeakyReLU", "ELU", "Softplus", "PReLU", "SELU", "CELU", "Mish", "Softsign", "HardTanh", "LogSigmoid", "Identity"];

    private readonly int _seed;
    private readonly Random _random;
    private readonly string _name;
    private readonly List<ArgumentDeclaration> _options = [];
    private readonly List<LineDeclaration> _lines = [];
    private readonly List<BlockDeclaration> _blocks = [];
    private readonly List<(string Name, Shape Shape)> _values = [];
    private readonly List<(string Name, string Kind, Shape Entry, ArgumentDeclaration[] Arguments)> _shareable = [];
    private string _firstInput = "input";
    private Shape? _current;
    private int _names;

    private RandomNetworks(int seed, string name)
    {
        _seed = seed;
        _random = new Random(seed);
        _name = name;
    }

    private bool HasPixels => _lines.Any(line => line.Arguments.Any(argument => argument.Name == "Element"));

    private int Batch => (int)_options[0].Value.Integer;

    /// <summary>The network of a seed.</summary>
    public static NetworkDeclaration Create(int seed) => new RandomNetworks(seed, "Network" + seed.ToString(CultureInfo.InvariantCulture)).Create();

    /// <summary>The lines of a declaration, as a user would write them.</summary>
    public static string Print(NetworkDeclaration declaration)
    {
        IEnumerable<string> Lines(IEnumerable<LineDeclaration> lines) =>
            lines.Select(line => $"[{line.Kind}{(line.TypeArgument is null ? string.Empty : "<" + line.TypeArgument + ">")}({string.Join(", ", line.Arguments.Select(argument => argument.Name + ": " + argument.Value))})]");
        return string.Join('\n', declaration.Blocks.Select(block => $"block {block.Name}: {string.Join(' ', Lines(block.Lines))}"))
            + $"\n[Network({string.Join(", ", declaration.Options.Select(option => option.Name + " = " + option.Value))})]\n"
            + string.Join('\n', Lines(declaration.Lines));
    }

    private NetworkDeclaration Create()
    {
        _options.Add(Argument("Batch", Pick(s_batches)));
        if (Chance(0.3))
        {
            _options.Add(Argument("L2", Pick([0.5, 0.01, 0.25])));
        }

        AddBlocks();
        AddInputs();
        int layers = _random.Next(1, 9);
        for (int tries = 0; tries < 60 && layers > 0; tries++)
        {
            layers -= Propose() ? 1 : 0;
        }

        if (!_current!.HasRows)
        {
            Try(Line("From", ("value", ArgumentValue.Of(_firstInput))));
        }

        AddOutputs();
        bool hasLoss = Chance(0.92);
        for (int losses = hasLoss ? _random.Next(1, 4) : 0, tries = 0; losses > 0 && tries < 20; tries++)
        {
            losses -= ProposeLoss() ? 1 : 0;
        }

        if (hasLoss && _lines.All(line => line.Kind is not ("MeanSquaredError" or "SoftmaxCrossEntropy")))
        {
            _lines.Add(Line("MeanSquaredError"));
        }

        NetworkModel model = NetworkBuilder.Build(Declaration(_lines), NetworkMode.Inference, CancellationToken.None).Model!;
        if (hasLoss)
        {
            _options.Add(new ArgumentDeclaration("HessianVector", ArgumentValue.Of(Chance(0.6))));
            _options.Add(new ArgumentDeclaration("InputGradient", ArgumentValue.Of(Chance(0.5) && !HasPixels)));
        }

        _options.Add(new ArgumentDeclaration("Jacobian", ArgumentValue.Of(model.Inputs.Count == 1 && model.Outputs.Count == 1 && Chance(0.6) && !HasPixels)));
        return Declaration(_lines);
    }

    private NetworkDeclaration Declaration(IEnumerable<LineDeclaration> lines) => new(
        new TypeDeclaration("Emitted.Networks", EquatableArray<string>.Empty, _name, "class", "public", true, "Emitted.Networks." + _name),
        _options.ToEquatableArray(),
        lines.ToEquatableArray(),
        _blocks.OrderBy(block => block.Name, StringComparer.Ordinal).ToEquatableArray(),
        new[] { "Emitted.Networks." + _name }.Concat(_blocks.Select(block => block.Name)).SelectMany(MapFunctions.All).ToEquatableArray(),
        EquatableArray<string>.Empty,
        Chance(0.5));

    // ---- parts of a network

    private void AddInputs()
    {
        int inputs = Pick([1, 1, 1, 2, 3]);
        for (int i = 0; i < inputs; i++)
        {
            int[] shape = Pick([1, 1, 1, 2, 3]) switch
            {
                1 => [Size()],
                2 => [Pick(s_small), Pick(s_small) * Pick([1, 1, 3, 4])],
                _ => [Pick([1, 2, 3]), Pick([1, 2, 3, 4]), Pick([1, 2, 4, 5, 16])],
            };
            string? name = inputs > 1 || Chance(0.3) ? "in" + i.ToString(CultureInfo.InvariantCulture) : null;
            _lines.Add(Line("Input", [("shape", Array(shape)), .. Named(name), .. RandomPixels.Of(_seed + (_lines.Count << 20), shape)]));
            _firstInput = i == 0 ? name ?? "input" : _firstInput;
            _values.Add((name ?? "input", Shape.Of(shape.Select(extent => (Extent)extent).Prepend(Extent.Rows(Batch)))));
        }

        _current = _values[0].Shape;
        if (inputs > 1)
        {
            string from = Pick(_values).Name;
            Try(Line("From", ("value", ArgumentValue.Of(from))));
        }
    }

    private void AddBlocks()
    {
        string Block(string suffix, params LineDeclaration[] lines)
        {
            string name = $"Emitted.Networks.{_name}{suffix}";
            _blocks.Add(new BlockDeclaration(name, lines.Select((line, i) => line with { Location = new AttributeLocation(name, i) }).ToEquatableArray()));
            return name;
        }

        const long A = int.MinValue + 1L;
        const long B = int.MinValue + 2L;
        string plain = Block("Plain", Line("Linear", ("outputs", ArgumentValue.Of(A))), Activation(), Line("Linear", ("outputs", ArgumentValue.Of(B)), ("Bias", ArgumentValue.Of(Chance(0.5)))));
        Block("Residual", Line("Linear", [("outputs", ArgumentValue.Of(A)), .. Named("inner")]), Activation(), Line("Linear", ("outputs", ArgumentValue.Of(A))), Line("Add", ("names", Texts("inner"))));
        Block("Skip", Line("Linear", ("outputs", ArgumentValue.Of(A))), Line("Map", ("function", ArgumentValue.Of("Swish"))), Line("Add", ("names", Texts("input"))));
        Block(
            "Gate",
            Line("Linear", ("outputs", ArgumentValue.Of(A))),
            Line("Sigmoid", Named("gate")),
            Line("From", ("value", ArgumentValue.Of("input"))),
            Line("Linear", ("outputs", ArgumentValue.Of(A))),
            Line("Multiply", ("names", Texts("gate"))));
        Block("Scaled", Line("Parameter", [("shape", Array(1)), .. Named("scale")]), Line("Multiply", ("names", Texts("scale"))), Line("Dropout", ("p", ArgumentValue.Of(0.25))), Line("Map", ("function", ArgumentValue.Of("Leaky"))));
        Block("Both", Line("Linear", [("outputs", ArgumentValue.Of(A)), .. Named("left")]), Line("From", ("value", ArgumentValue.Of("input"))), Line("Tanh"), Line("Concat", ("names", Texts("left")), ("Axis", ArgumentValue.Of(-1))));
        Block("Nested", Line("Use", ("a", ArgumentValue.Of(A)), ("b", ArgumentValue.Of(B)), ("Times", ArgumentValue.Of(2))) with { TypeArgument = plain }, Line("ReLU"), Line("Linear", ("outputs", ArgumentValue.Of(B))));
    }

    private bool Propose()
    {
        switch (_random.Next(23))
        {
            case 0 or 1 or 2 or 3:
                return ProposeLinear();
            case 4 or 5 or 6:
                string? activation = MaybeName();
                return Try(Activation(activation));
            case 7:
                return Try(Line(Pick(["Dropout", "Dropout", "AlphaDropout"]), [("p", ArgumentValue.Of(Pick([0.25, 0.5, 0.1, 0.9, 0.0, 1.0]))), .. Named(MaybeName())]));
            case 8:
                return Try(Map(MaybeName()));
            case 9 or 18:
                return _current!.Rank > 2 ? Try(Line(Chance(0.5) ? "GlobalAvgPool" : "Flatten", Named(MaybeName()))) : Try(Line("Softmax", Named(MaybeName())));
            case 19:
                return Try(Line(Chance(0.5) ? "LayerNorm" : "RMSNorm", [("Epsilon", ArgumentValue.Of(0.01)), .. Named(MaybeName())]));
            case 20:
                return Try(Line("GaussianNoise", [("std", ArgumentValue.Of(0.25)), .. Named(MaybeName())]));
            case 21:
                return Try(Line(Pick(["GLU", "LogSoftmax"]), Named(MaybeName())));
            case 22:
                return Try(Line(Pick(["Add", "Multiply", "Maximum"]), [("number", ArgumentValue.Of(Pick([0.5, -0.75]))), .. Named(MaybeName())]));
            case 10 or 11:
                return ProposeCombination();
            case 12:
                return ProposeConcat();
            case 13 or 14:
                return ProposeWithParameter();
            case 15:
                return Try(Line("From", ("value", ArgumentValue.Of(Pick(_values).Name))));
            case 16:
                return ProposeTowers();
            default:
                return ProposeUse();
        }
    }

    private bool ProposeLinear()
    {
        if (Chance(0.25) && _shareable.Where(entry => entry.Kind == "Linear" && entry.Entry.Last == _current!.Last).ToArray() is { Length: > 0 } candidates)
        {
            (string shared, _, _, ArgumentDeclaration[] same) = Pick(candidates);
            return Try(Line("Linear", [.. same.Select(argument => (argument.Name, argument.Value)), ("Shares", ArgumentValue.Of(shared)), .. Named(MaybeName())]));
        }

        List<(string, ArgumentValue)> arguments = [("outputs", ArgumentValue.Of((long)Size()))];
        if (Chance(0.25))
        {
            arguments.Add(("Bias", ArgumentValue.Of(false)));
        }

        if (Chance(0.2))
        {
            arguments.Add(("L2", ArgumentValue.Of(Pick([0.0, 0.125, 0.3]))));
        }

        // By the seed, and not by a draw: the other lines of a seed stay what they were.
        (string, ArgumentValue)[] frozen = _seed % 5 == 3 && _lines.Count % 2 == 1 ? [("Frozen", ArgumentValue.Of(true))] : [];
        Shape entry = _current!;
        string? name = MaybeName();
        if (!Try(Line("Linear", [.. arguments, .. frozen, .. Named(name)])))
        {
            return false;
        }

        if (name is not null)
        {
            _shareable.Add((name, "Linear", entry, [.. arguments.Select(argument => new ArgumentDeclaration(argument.Item1, argument.Item2))]));
        }

        return true;
    }

    // Two branches from one value, or the current value and others.
    private bool ProposeCombination()
    {
        string kind = Pick(["Add", "Add", "Multiply", "Multiply", "Subtract", "Maximum", "Minimum"]);
        string[] fitting = [.. _values.Where(value => Shape.Broadcast([value.Shape, _current!]) is not null).Select(value => value.Name)];
        if (fitting.Length > 0 && Chance(0.5))
        {
            string[] names = Chance(0.3) ? [Pick(fitting), Pick(fitting)] : [Pick(fitting)];
            return Try(Line(kind, [("names", Texts(names)), .. Named(MaybeName())]));
        }

        string left = NextName();
        if (!Try(Activation(left)))
        {
            return false;
        }

        if (!Try(Chance(0.5) ? Line("Linear", ("outputs", ArgumentValue.Of((long)(Chance(0.3) ? 1 : _current!.Last)))) : Activation()))
        {
            return true;
        }

        return Try(Line(kind, [("names", Texts(left)), .. Named(MaybeName())]));
    }

    private bool ProposeConcat()
    {
        string left = NextName();
        int axis = _random.Next(-1, Math.Max(0, _current!.Rank - 1));
        if (!Try(Chance(0.5) ? Activation(left) : Line("Linear", [("outputs", ArgumentValue.Of((long)Size())), .. Named(left)])))
        {
            return false;
        }

        if (Chance(0.6))
        {
            Try(axis == -1 ? Line("Linear", ("outputs", ArgumentValue.Of((long)Size()))) : Activation());
        }

        string[] names = Chance(0.3) ? [left, left] : [left];
        return Try(Line("Concat", [("names", Texts(names)), ("Axis", ArgumentValue.Of(axis)), .. Named(MaybeName())]));
    }

    // A parameter of the user's own of a shape that fits the current value, used at once; or worked on before.
    private bool ProposeWithParameter()
    {
        int first = _current!.HasRows ? 1 : 0;
        int rank = _random.Next(1, Math.Max(2, _current.Rank - first + 1));
        if (_current.Rank - rank < first)
        {
            return false;
        }

        long[] extents = [.. Enumerable.Range(_current.Rank - rank, rank).Select(axis => Chance(0.3) ? 1L : _current[axis].Maximum)];
        string name = "w" + NextName();
        if (!Try(Line("Parameter", [("shape", Array([.. extents.Select(extent => (int)extent)])), .. Named(name)])))
        {
            return false;
        }

        _values.Add((name, Shape.Of(extents.Select(extent => (Extent)(int)extent))));
        string kind = Chance(0.5) ? "Add" : "Multiply";
        if (Chance(0.7) || !_current.HasRows)
        {
            return Try(Line(kind, [("names", Texts(name)), .. Named(MaybeName())]));
        }

        // What depends on parameters alone may be prepared.
        string before = NextName();
        if (!Try(Activation(before)) || !Try(Line("From", ("value", ArgumentValue.Of(name)))))
        {
            return true;
        }

        Try(Pick([Activation(), Line("Softmax"), Line("Linear", ("outputs", ArgumentValue.Of((long)(Chance(0.7) ? _values.First(value => value.Name == before).Shape.Last : Size()))))]));
        return Try(Line(kind, [("names", Texts(before)), .. Named(MaybeName())]));
    }

    private bool ProposeUse()
    {
        if (Chance(0.3) && _shareable.Where(entry => entry.Kind != "Linear" && entry.Entry.Last == _current!.Last).ToArray() is { Length: > 0 } candidates)
        {
            (string shared, string block, _, ArgumentDeclaration[] same) = Pick(candidates);
            return Try(Line("Use", [.. same.Select(argument => (argument.Name, argument.Value)), ("Shares", ArgumentValue.Of(shared)), .. Named(MaybeName())]) with { TypeArgument = block });
        }

        string type = Pick(_blocks).Name;
        string? name = MaybeName();
        Shape before = _current!;
        (string, ArgumentValue)[] arguments =
        [
            ("a", ArgumentValue.Of((long)(type.EndsWith("Skip", StringComparison.Ordinal) ? before.Last : Size()))),
            ("b", ArgumentValue.Of((long)Size())),
            ("Times", ArgumentValue.Of((long)Pick([1, 1, 2, 3]))),
        ];
        if (!Try(Line("Use", [.. arguments, .. Named(name)]) with { TypeArgument = type }))
        {
            return false;
        }

        if (name is not null)
        {
            _shareable.Add((name, type, before, [.. arguments.Select(argument => new ArgumentDeclaration(argument.Item1, argument.Item2))]));
        }

        return true;
    }

    // Two towers over one value with the same parameters: layers, or blocks.
    private bool ProposeTowers()
    {
        string trunk = NextName();
        string left = NextName();
        string joined = NextName();
        string? block = Chance(0.5) ? Pick(_blocks).Name : null;
        (string, ArgumentValue)[] arguments = block is null
            ? [("outputs", ArgumentValue.Of((long)Size()))]
            : [("a", ArgumentValue.Of((long)_current!.Last)), ("b", ArgumentValue.Of((long)Size())), ("Times", ArgumentValue.Of((long)Pick([1, 2])))];
        LineDeclaration Tower(params (string, ArgumentValue)[] more) => Line(block is null ? "Linear" : "Use", [.. arguments, .. more]) with { TypeArgument = block };
        if (!Try(Activation(trunk)) || !Try(Tower(Named(left))))
        {
            return false;
        }

        bool isDone = Try(Activation(joined)) && Try(Line("From", ("value", ArgumentValue.Of(trunk)))) && Try(Activation())
            && Try(Tower([("Shares", ArgumentValue.Of(left)), .. Named(MaybeName())]));
        return isDone && Try(Line(Pick(["Add", "Multiply", "Concat"]), ("names", Texts(joined))));
    }

    private void AddOutputs()
    {
        string[] candidates = [.. _values.Where(value => value.Shape.HasRows).Select(value => value.Name).Distinct()];
        if (candidates.Length > 0 && Chance(0.35))
        {
            string[] names = [.. candidates.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4))];
            Try(Line("Output", ("names", Texts(names))));
        }
    }

    private bool ProposeLoss()
    {
        List<(string, ArgumentValue)> arguments = [];
        Shape judged = _current!;
        (string Name, Shape Shape)[] values = [.. _values.Where(value => value.Shape.HasRows)];
        if (values.Length > 0 && Chance(0.4))
        {
            (string name, judged) = Pick(values);
            arguments.Add(("Value", ArgumentValue.Of(name)));
        }

        if (Chance(0.5))
        {
            arguments.Add(("Weight", ArgumentValue.Of(Pick([0.3, 2.0, -0.5, 1.0]))));
        }

        bool isEntropy = judged.Rank == 2 && judged.Last >= 2 && Chance(0.6);
        bool isProbabilities = isEntropy && Chance(0.4);
        if (isProbabilities)
        {
            arguments.Add(("Targets", ArgumentValue.Of("Probabilities")));
        }

        string[] same = [.. values.Where(value => value.Shape == judged).Select(value => value.Name)];
        if (same.Length > 0 && (!isEntropy || isProbabilities) && Chance(0.3))
        {
            arguments.Add(("Target", ArgumentValue.Of(Pick(same))));
        }
        else if (Chance(0.3))
        {
            arguments.Add(("Target", ArgumentValue.Of("t" + _random.Next(2).ToString(CultureInfo.InvariantCulture))));
        }

        LineDeclaration line = Line(isEntropy ? "SoftmaxCrossEntropy" : "MeanSquaredError", [.. arguments]);
        if (NetworkBuilder.Build(Declaration([.. _lines, line]), NetworkMode.Training, CancellationToken.None).Model is null)
        {
            return false;
        }

        _lines.Add(line);
        return true;
    }

    // ---- lines

    /// <summary>Adds a line where the builder takes it and the network stays small enough for the interpreter.</summary>
    private bool Try(LineDeclaration line)
    {
        // A reference to an input makes a network legal whose last value depends on parameters alone.
        LineDeclaration[] probe = [.. _lines, line, Line("From", ("value", ArgumentValue.Of(_firstInput)))];
        (NetworkModel? model, _) = NetworkBuilder.Build(Declaration(probe), NetworkMode.Training, CancellationToken.None);
        if (model is null)
        {
            return false;
        }

        Shape shape = model.Layers[^2].Shape;
        long spent = model.Builder.Values.Where(value => value.Operation is ContractOperation)
            .Sum(value => value.Shape.Length * value.Operands[0].Shape.Last);
        if (spent > MaximumMultiplyAdds || shape.Length > MaximumElements)
        {
            return false;
        }

        _lines.Add(line);
        _current = shape;
        if (line.Kind != "Parameter" && line.Arguments.FirstOrDefault(argument => argument.Name == "Name")?.Value.Text is { } name)
        {
            _values.Add((name, shape));
        }

        return true;
    }

    private LineDeclaration Activation(string? name = null) => Chance(0.3) ? Map(name) : Line(Pick(s_activations), Named(name));

    private LineDeclaration Map(string? name) => Line("Map", [("function", ArgumentValue.Of(MapFunctions.Get(_random.Next(MapFunctions.Count), string.Empty).Name)), .. Named(name)]);

    private LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => new(
        kind,
        arguments.Select(argument => new ArgumentDeclaration(argument.Name, argument.Value)).ToEquatableArray(),
        null,
        new AttributeLocation("Emitted.Networks." + _name, _lines.Count));

    private static (string, ArgumentValue)[] Named(string? name) => name is null ? [] : [("Name", ArgumentValue.Of(name))];

    private static ArgumentDeclaration Argument(string name, object value) => new(name, value is int integer ? ArgumentValue.Of((long)integer) : ArgumentValue.Of((double)value));

    private static ArgumentValue Array(params int[] items) => ArgumentValue.Of(items.Select(item => ArgumentValue.Of((long)item)).ToEquatableArray());

    private static ArgumentValue Texts(params string[] items) => ArgumentValue.Of(items.Select(ArgumentValue.Of).ToEquatableArray());

    private string? MaybeName() => Chance(0.4) ? NextName() : null;

    private string NextName() => "n" + (_names++).ToString(CultureInfo.InvariantCulture);

    private int Size() => Pick(Chance(0.4) ? s_small : s_sizes);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
