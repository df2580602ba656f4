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
/// Random legal networks around one line each, all kinds in turn: activations, noise, shapes, cuts, reductions, products and arithmetic between values; of vectors, signals, images and of sequences
/// whose rows have any number of steps.
/// </summary>
internal sealed class RandomVocabularyNetworks
{
    /// <summary>Seeds from here on are networks of this kind.</summary>
    public const int FirstSeed = 250_001;

    /// <summary>How many seeds in a row are one of each kind of line.</summary>
    public const int Kinds = 36;

    private const int MaximumElements = 3000;
    private const int MaximumMultiplyAdds = 60_000;

    private static readonly string[] s_plain = ["Tanh", "SiLU", "Mish", "Softsign", "SELU", "GELU", "LeakyReLU", "ELU", "HardSigmoid"];

    private readonly int _seed;
    private readonly Random _random;
    private readonly string _name;
    private readonly List<(string Name, ArgumentValue Value)> _options = [];
    private readonly List<LineDeclaration> _lines = [];
    private readonly bool _isSequence;
    private Shape _current;
    private int _names;

    private RandomVocabularyNetworks(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _name = "Network" + seed.ToString(CultureInfo.InvariantCulture);
        int batch = Pick(1, 2, 3, 5, 9, 17);
        _options.Add(("Batch", Of(batch)));
        _isSequence = Chance(0.3);
        int[] shape = _isSequence ? [Pick(1, 2, 3, 5, 8), Pick(1, 2, 4, 6, 16, 20)]
            : Pick(1, 2, 2, 3) switch
            {
                1 => [Pick(1, 2, 4, 6, 8, 15, 16, 17, 32, 40)],
                2 => [Pick(1, 2, 3, 4, 6, 8), Pick(1, 2, 4, 5, 8, 16, 18)],
                _ => [Pick(1, 2, 3, 4), Pick(1, 2, 4, 5), Pick(1, 2, 3, 6, 16, 17)],
            };
        _lines.Add(_isSequence ? Declare.Sequence(shape[1], shape[0]) : Declare.Input(shape));
        _current = Shape.Of(shape.Select(extent => (Extent)extent).Prepend(Extent.Rows(batch)));
    }

    public static NetworkDeclaration Create(int seed) => new RandomVocabularyNetworks(seed).Create();

    private int Rank => _current.Rank - 1;

    private NetworkDeclaration Create()
    {
        int kind = (_seed - FirstSeed) % Kinds;
        if (Lines(kind)[0].Kind != "Step" && Chance(0.5))
        {
            Try(Line("Linear", ("outputs", Of(Pick(2, 4, 6, 16)))));
        }

        bool isDone = false;
        for (int tries = 0; tries < 30 && !isDone; tries++)
        {
            isDone = Try(Lines(kind));
        }

        for (int more = _random.Next(0, 3), tries = 0; more > 0 && tries < 20; tries++)
        {
            more -= Try(Lines(_random.Next(Kinds))) ? 1 : 0;
        }

        if (Chance(0.5))
        {
            Try(Line("Linear", ("outputs", Of(Pick(1, 3, 10)))));
        }

        if (!Try(Line(Chance(0.3) ? "SoftmaxCrossEntropy" : "MeanSquaredError")) && !Try(Line("MeanSquaredError")))
        {
            // A step came behind parameters.
            _lines.RemoveAll(line => line.Kind == "Step");
            _lines.Add(Line("MeanSquaredError"));
        }

        _options.Add(("HessianVector", ArgumentValue.Of(Chance(0.6))));
        _options.Add(("InputGradient", ArgumentValue.Of(Chance(0.6))));
        _options.Add(("Jacobian", ArgumentValue.Of(Chance(0.4))));
        return Declaration(_lines);
    }

    private LineDeclaration[] Lines(int kind)
    {
        int last = _current.Last;
        string name = "n" + (_names++).ToString(CultureInfo.InvariantCulture);
        string other = "n" + (_names++).ToString(CultureInfo.InvariantCulture);
        (string, ArgumentValue) named = ("Name", ArgumentValue.Of(name));
        (string, ArgumentValue) axis = ("Axis", Of(_random.Next(-Rank, Rank)));
        LineDeclaration positive = Line("Softplus");
        switch (kind)
        {
            case 0:
                return [Line("PReLU", ("parameters", Of(Chance(0.4) ? 1 : _isSequence ? last : _current[1].Maximum)))];
            case 1:
                return [Line("SELU")];
            case 2:
                return [Line("CELU", ("alpha", ArgumentValue.Of(Pick(0.5, 1.0, 2.5))))];
            case 3:
                return [Line("Mish")];
            case 4:
                return [Line("Softsign")];
            case 5:
                return [Line("HardTanh", ("minVal", ArgumentValue.Of(-0.7)), ("maxVal", ArgumentValue.Of(Pick(0.2, 0.9))))];
            case 6:
                return [Line("LogSigmoid")];
            case 7:
                return [Line("LogSoftmax", Chance(0.5) ? [axis] : [])];
            case 8:
                return [Line("Softmax", axis)];
            case 9:
                return [Line("Threshold", ("threshold", ArgumentValue.Of(0.1)), ("value", ArgumentValue.Of(0.75)))];
            case 10:
                return [Line("Step", ("AtZero", ArgumentValue.Of(0.5)))];
            case 11:
                return [Line("Identity", named), Line("Tanh"), Line("Subtract", Names(name))];
            case 12 or 13:
                return [Line("GLU", Chance(0.6) ? [axis] : [])];
            case 14:
                return [Line("AlphaDropout", ("p", ArgumentValue.Of(Pick(0.0, 0.25, 0.5, 1.0))))];
            case 15 or 16:
                return [Line("GaussianNoise", ("std", ArgumentValue.Of(Pick(0.25, 1.0))))];
            case 17:
                return [Line("GaussianDropout", ("p", ArgumentValue.Of(Pick(0.1, 0.5))))];
            case 18:
                int elements = (int)(_current.Length / _current[0].Maximum);
                int[] divisors = [.. Enumerable.Range(1, elements).Where(divisor => elements % divisor == 0)];
                int first = divisors[_random.Next(divisors.Length)];
                return [Line("Reshape", ("shape", Integers(Chance(0.5) ? [first, -1] : [elements / first, 1, first])))];
            case 19:
                return [Line("Transpose", ("dim0", Of(_random.Next(Rank))), ("dim1", Of(-1)))];
            case 20:
                return [Line("Permute", ("dims", Integers([.. Enumerable.Range(0, Rank).OrderBy(_ => _random.Next())])))];
            case 21:
                int start = _random.Next(-last, last);
                return [Line("Slice", ("start", Of(start)), ("end", Of(Chance(0.4) ? int.MaxValue : (start + last) % last + 1 + _random.Next(last))), ("Axis", Of(-1)))];
            case 22:
                return [Line("Split", [Names(name, other), .. Chance(0.5) ? [axis] : Array.Empty<(string, ArgumentValue)>()]), Line(Pick(s_plain)), Line(Pick("Subtract", "Maximum", "Add"), Names(other))];
            case 23:
                int part = _random.Next(1, Math.Max(2, last));
                return [Line("Split", Names(name, other), ("Sizes", Integers([part, last - part])), ("Axis", Of(-1))), Line("From", ("value", ArgumentValue.Of(other))), Line("Concat", Names(name), ("Axis", Of(-1)))];
            case 24 or 25 or 26:
                int[] axes = [.. Enumerable.Range(0, Rank).Where(_ => Chance(0.5))];
                return [Line("Reduce" + Pick("Mean", "Sum", "Max"), ("axes", Integers(axes)), ("KeepDims", ArgumentValue.Of(Chance(0.4))))];
            case 27:
                return [Line(Pick(s_plain), named), Line("Transpose", ("Name", ArgumentValue.Of(other))), Line("From", ("value", ArgumentValue.Of(name))), Line("MatMul", ("value", ArgumentValue.Of(other))), Line("Multiply", ("number", ArgumentValue.Of(0.25)))];
            case 28:
                return [Line("Parameter", ("shape", Integers(Chance(0.3) && !_isSequence ? [last] : [last, Pick(1, 3, 8, 17)])), named), Line("MatMul", ("value", ArgumentValue.Of(name)))];
            case 29 when Rank > 1:
                return [Line("Tanh", ("Name", ArgumentValue.Of(other))), Line("Parameter", ("shape", Integers([Pick(1, 3, 8), _current[_current.Rank - 2].Maximum])), named), Line("From", ("value", ArgumentValue.Of(name))), Line("MatMul", ("value", ArgumentValue.Of(other)))];
            case 29 or 30 when Rank == 1:
                return [Line(Pick(s_plain), named), Line("Linear", ("outputs", Of(last))), Line("MatMul", ("value", ArgumentValue.Of(name)))];
            case 29 or 30:
                return [Line("ReduceMean", ("axes", Integers([0])), ("KeepDims", ArgumentValue.Of(Chance(0.5))), named), Line("From", ("value", ArgumentValue.Of("input"))), Line("Transpose", ("Name", ArgumentValue.Of(other))), Line("From", ("value", ArgumentValue.Of(name))), Line("MatMul", ("value", ArgumentValue.Of(other)))];
            case 31:
                return [Line("Tanh", named), Line("Linear", ("outputs", Of(Chance(0.3) ? 1 : last))), Line(Pick("Subtract", "Maximum", "Minimum"), Names(name))];
            case 32:
                return [Line(Pick(s_plain), named), positive, Line("Add", ("number", ArgumentValue.Of(0.5)), ("Name", ArgumentValue.Of(other))), Line("From", ("value", ArgumentValue.Of(name))), Line("Divide", Names(other))];
            case 33:
                return [Line("Tanh", named), positive, Line("Add", ("number", ArgumentValue.Of(0.5))), Line("Pow", ("exponent", ArgumentValue.Of(name)))];
            case 34:
                return [positive, Line("Add", ("number", ArgumentValue.Of(0.25))), Line("Pow", ("number", ArgumentValue.Of(Pick(-2, -1, -0.5, 0.5, 1.7, 2, 3))))];
            default:
                return [Line(Pick("Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum"), ("number", ArgumentValue.Of(Pick(0.3, -1.5, 2.0))))];
        }
    }

    /// <summary>Adds lines where the builder takes them all and the network stays small enough for the interpreter.</summary>
    private bool Try(params LineDeclaration[] lines)
    {
        (NetworkModel? model, _) = NetworkBuilder.Build(Declaration([.. _lines, .. lines]), NetworkMode.Training, CancellationToken.None);
        if (model is null)
        {
            return false;
        }

        long spent = model.Builder.Values.Where(value => value.Operation is ContractOperation).Sum(value => value.Shape.Length * value.Operands[0].Shape[((ContractOperation)value.Operation).LeftContracted[0]].Maximum);
        Shape shape = model.OutputValues[0].Shape;
        if (spent > MaximumMultiplyAdds || model.Builder.Values.Any(value => value.Shape.Length > MaximumElements) || !shape.HasRows)
        {
            return false;
        }

        _lines.AddRange(lines);
        _current = shape;
        return true;
    }

    private NetworkDeclaration Declaration(IEnumerable<LineDeclaration> lines) => Declare.Network(_name, [.. _options], [.. lines]);

    private static LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => Declare.Line(kind, arguments);

    private static (string Name, ArgumentValue Value) Names(params string[] names) => ("names", ArgumentValue.Of(names.Select(ArgumentValue.Of).ToEquatableArray()));

    private static ArgumentValue Integers(params int[] numbers) => ArgumentValue.Of(numbers.Select(Of).ToEquatableArray());

    private static ArgumentValue Of(int number) => ArgumentValue.Of((long)number);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
