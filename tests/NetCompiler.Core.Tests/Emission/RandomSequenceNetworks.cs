using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Random legal networks over sequences, whose rows have steps of any number; what the steps behind hold is no number.</summary>
internal sealed class RandomSequenceNetworks
{
    /// <summary>Seeds from here on are networks of this kind.</summary>
    public const int FirstSeed = 300_001;

    /// <summary>Seeds from here on have recurrent layers too.</summary>
    public const int FirstRecurrentSeed = 310_001;

    /// <summary>Seeds from here on have recurrent layers whose state goes on from batch to batch.</summary>
    public const int FirstStatefulSeed = 320_001;

    // Units whose weights are walked to and fro.
    private const int Wide = 48;

    private readonly Random _random;
    private readonly string _name;
    private readonly List<ArgumentDeclaration> _options = [];
    private readonly List<LineDeclaration> _lines = [];
    private readonly List<string> _names = [];
    private readonly int _steps;
    private readonly int _seed;
    private readonly bool _isStateful;

    private RandomSequenceNetworks(int seed)
    {
        _seed = seed;
        _isStateful = seed >= FirstStatefulSeed;
        _random = new Random(seed);
        _name = "Network" + seed.ToString(CultureInfo.InvariantCulture);
        _options.Add(new ArgumentDeclaration("Batch", Of(Pick<int>([1, 2, 3, 5, 17]))));
        if (Chance(0.25))
        {
            _options.Add(new ArgumentDeclaration("L2", ArgumentValue.Of(0.25)));
        }

        _steps = Pick<int>(_options[0].Value.Integer > 5 ? [1, 2, 3, 5] : [1, 2, 3, 5, 8, 17]);
        _lines.Add(Input("first", Pick<int>([1, 2, 3, 8]), _seed % 5 == 0 ? ("Lengths", ArgumentValue.Of(false)) : null));
        if (_seed % 4 == 0)
        {
            _lines.Add(Input("second", Pick<int>([1, 4, 16]), _seed % 5 == 0 ? ("Lengths", ArgumentValue.Of(false)) : ("LengthsOf", ArgumentValue.Of("first"))));
            _lines.Add(Line("From", ("value", ArgumentValue.Of("first"))));
        }
    }

    public static NetworkDeclaration Create(int seed) => new RandomSequenceNetworks(seed).Create();

    private NetworkDeclaration Create()
    {
        int layers = _random.Next(1, 5);
        for (int tries = 0; tries < 40 && layers > 0; tries++)
        {
            layers -= Propose() ? 1 : 0;
        }

        if (_seed % 9 == 5)
        {
            Try(Line("Linear", ("outputs", Of(Pick<int>([2, 3, 5])))));
        }
        else if (Chance(0.5))
        {
            // What ends the steps.
            string end = Pick(["Flatten", "Last", "Mean", "Max", "AttentionPool", "GlobalAvgPool", "GlobalMaxPool"]);
            Try(Line(end));
            Try(Line("Linear", ("outputs", Of(Pick<int>([1, 3, 10])))));
        }

        if (_seed % 7 != 0)
        {
            Ends();
        }

        _options.Add(new ArgumentDeclaration("HessianVector", ArgumentValue.Of(_seed % 7 != 0 && Chance(0.4))));
        _options.Add(new ArgumentDeclaration("InputGradient", ArgumentValue.Of(_seed % 7 != 0 && Chance(0.6))));
        _options.Add(new ArgumentDeclaration("Jacobian", ArgumentValue.Of(_seed % 4 != 0 && Chance(0.3))));
        return Declaration(_lines);
    }

    private LineDeclaration Recurrent()
    {
        string kind = Pick(["RNN", "LSTM", "GRU"]);
        List<(string, ArgumentValue)> arguments = [("hidden", Of(_seed % 8 == 0 ? Wide : Pick<int>([1, 2, 3, 5, 16, 20]))), ("Layers", Of(Pick<int>([1, 1, 2]))), ("Bidirectional", ArgumentValue.Of(Chance(0.3))), ("Bias", ArgumentValue.Of(Chance(0.9)))];
        if (kind == "LSTM" && Chance(0.3))
        {
            arguments.Add(("Projection", Of(Pick<int>([1, 2]))));
        }

        if (kind == "LSTM")
        {
            arguments.Add(("Peepholes", ArgumentValue.Of(Chance(0.3))));
        }

        if (kind == "GRU")
        {
            arguments.Add(("ResetAfter", ArgumentValue.Of(Chance(0.6))));
        }

        if (_isStateful)
        {
            arguments.RemoveAll(argument => argument.Item1 == "Bidirectional");
            arguments.Add(("Stateful", ArgumentValue.Of(Chance(0.8))));
        }

        return Line(kind, [.. arguments]);
    }

    private bool Propose()
    {
        if (_seed >= FirstRecurrentSeed && Chance(0.5))
        {
            return Try(Recurrent());
        }

        switch (_random.Next(10))
        {
            case 0 or 1:
                return Try(Line("Linear", ("outputs", Of(Pick<int>([1, 2, 5, 16, 20])))));
            case 2:
                return Try(Line(Pick(["ReLU", "Tanh", "Sigmoid", "SiLU", "GELU", "Softmax"])));
            case 3:
                return Try(Line(Pick(["LayerNorm", "RMSNorm"])));
            case 4:
                return Try(Line("Dropout", ("p", ArgumentValue.Of(0.25))));
            case 5:
                _names.Add("value" + _names.Count.ToString(CultureInfo.InvariantCulture));
                return Try(Line(Pick(["Tanh", "Sigmoid"]), ("Name", ArgumentValue.Of(_names[^1])))) || !_names.Remove(_names[^1]);
            case 6 when _names.Count > 0:
                return Try(Line(Pick(["Add", "Multiply"]), Named(Pick([.. _names]))));
            case 7 when _names.Count > 0:
                return Try(Line("Concat", Named(Pick([.. _names]))));
            case 8 when _seed % 4 == 0:
                return Try(Line("Concat", Named("second")));
            case 9:
                return Try(Line(Pick(["Mean", "Max"]), ("Axis", Of(-1))));
            default:
                return false;
        }
    }

    private void Ends()
    {
        // Targets that cannot be aligned count as 0: infinity is no number to be near to.
        if (_seed % 9 == 5 && Try(Line("CTC", ("targetLength", Of(Pick<int>([1, 2, 3]))), ("Blank", Of(Pick<int>([0, 1]))), ("PerLabel", ArgumentValue.Of(Chance(0.5))), ("ZeroInfinity", ArgumentValue.Of(true)))))
        {
            return;
        }

        for (int tries = 0; tries < 20; tries++)
        {
            if (Try(_random.Next(4) switch
            {
                0 => Line("MeanSquaredError"),
                1 => Line("BinaryCrossEntropyWithLogits"),
                2 => Line("SoftmaxCrossEntropy"),
                _ => Line("SoftmaxCrossEntropy", ("Targets", ArgumentValue.Of("Probabilities"))),
            }))
            {
                return;
            }
        }

        Try(Line("MeanSquaredError"));
    }

    private bool Try(LineDeclaration line)
    {
        _lines.Add(line);
        if (NetworkBuilder.Build(Declaration(_lines), NetworkMode.Inference, CancellationToken.None).Error is null)
        {
            return true;
        }

        _lines.RemoveAt(_lines.Count - 1);
        return false;
    }

    private LineDeclaration Input(string name, int features, (string Name, ArgumentValue Value)? more)
    {
        (string, ArgumentValue)[] arguments = [("shape", ArgumentValue.Of(EquatableArray.Of(Of(features)))), ("Steps", Of(_steps)), ("Name", ArgumentValue.Of(name))];
        return Line("Input", more is { } argument ? [.. arguments, argument] : arguments);
    }

    private NetworkDeclaration Declaration(IEnumerable<LineDeclaration> lines) => Declare.Network(_name, [.. _options.Select(option => (option.Name, option.Value))], [.. lines]);

    private static LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => Declare.Line(kind, arguments);

    private static (string Name, ArgumentValue Value) Named(string name) => ("names", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(name))));

    private static ArgumentValue Of(int number) => ArgumentValue.Of((long)number);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
