using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Random legal networks of attention over sequences: of a value over itself or over another one, with every kind of mask, between other layers.</summary>
internal sealed class RandomAttentionNetworks
{
    /// <summary>Seeds from here on are networks of this kind.</summary>
    public const int FirstSeed = 400_001;

    private readonly Random _random;
    private readonly int _seed;
    private readonly List<LineDeclaration> _lines = [];
    private int _names;

    private RandomAttentionNetworks(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
    }

    public static NetworkDeclaration Create(int seed) => new RandomAttentionNetworks(seed).Create();

    private NetworkDeclaration Create()
    {
        int batch = Pick([1, 2, 2, 3]);
        int steps = Pick([1, 2, 3, 5, 9, 17]);
        int heads = Pick([1, 2, 3]);
        int features = heads * Pick<int>(steps > 5 ? [1, 2, 4] : [1, 2, 4, 5, 8, 16]);
        int memorySteps = Pick([1, 4, 9, 16]);
        int memoryFeatures = Chance(0.5) ? features : Pick([3, 6, 16]);
        bool crosses = Chance(0.5);
        bool masksEach = crosses && Chance(0.3);
        bool hasTokens = Chance(0.4);
        bool isSequence = hasTokens || Chance(0.4);
        int vocabulary = Pick([2, 5, 17, 33]);
        List<(string, ArgumentValue)> first = crosses ? [("Name", ArgumentValue.Of("x"))] : [];
        if (isSequence)
        {
            first.Add(("Steps", ArgumentValue.Of((long)steps)));
        }

        if (hasTokens)
        {
            first.Add(("Element", ArgumentValue.Of("Int32")));
            first.Add(("Vocabulary", ArgumentValue.Of((long)vocabulary)));
        }

        _lines.Add(Line("Input", [("shape", Shape(hasTokens ? [] : isSequence ? [features] : [steps, features])), .. first]));
        if (crosses)
        {
            _lines.Add(Input([memorySteps, memoryFeatures], "memory"));
        }

        if (masksEach)
        {
            _lines.Add(Input([steps, memorySteps], "mask"));
        }

        bool masksAll = Chance(0.3);
        if (masksAll)
        {
            _lines.Add(Line("Parameter", ("shape", Shape([steps, steps])), ("Name", ArgumentValue.Of("scores"))));
        }

        if (crosses)
        {
            _lines.Add(Line("From", ("value", ArgumentValue.Of("x"))));
        }

        string before = crosses ? "x" : "input";
        if (hasTokens)
        {
            before = "embedding";
            List<(string, ArgumentValue)> table = [("count", ArgumentValue.Of((long)vocabulary)), ("width", ArgumentValue.Of((long)features)), ("Name", ArgumentValue.Of(before))];
            if (Chance(0.3))
            {
                table.Add(("PaddingIndex", ArgumentValue.Of(1L)));
            }

            _lines.Add(Line("Embedding", [.. table]));
        }

        if (Chance(0.3))
        {
            before = Name();
            bool isSinusoidal = features % 2 == 0 && Chance(0.5);
            _lines.Add(Line("PositionalEmbedding", ("Kind", ArgumentValue.Of(isSinusoidal ? "Sinusoidal" : "Learned")), ("Name", ArgumentValue.Of(before))));
        }

        if (Chance(0.5))
        {
            before = Name();
            _lines.Add(Line("LayerNorm", ("normalizedShape", Shape([features])), ("Name", ArgumentValue.Of(before))));
        }

        List<(string, ArgumentValue)> arguments = [("heads", ArgumentValue.Of((long)heads))];
        if (Chance(0.5))
        {
            arguments.Add(("Causal", ArgumentValue.Of(true)));
        }
        else if (masksAll)
        {
            arguments.Add(("Mask", ArgumentValue.Of("scores")));
        }

        if (heads * 2 <= features && features / heads % 2 == 0 && Chance(0.3))
        {
            arguments.Add(("Rotary", ArgumentValue.Of(100.0)));
        }

        if (Chance(0.3))
        {
            arguments.Add(("Bias", ArgumentValue.Of(false)));
        }

        if (Chance(0.3))
        {
            arguments.Add(("Dropout", ArgumentValue.Of(0.25)));
        }

        _lines.Add(Line("MultiHeadAttention", [.. arguments]));
        if (Chance(0.6))
        {
            _lines.Add(Line("Add", ("names", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(before))))));
        }

        if (crosses)
        {
            List<(string, ArgumentValue)> cross = [("heads", ArgumentValue.Of((long)Pick([1, heads]))), ("Key", ArgumentValue.Of("memory"))];
            if (masksEach)
            {
                cross.Add(("Mask", ArgumentValue.Of("mask")));
            }

            if (Chance(0.3))
            {
                cross.Add(("Value", ArgumentValue.Of("memory")));
            }

            _lines.Add(Line("MultiHeadAttention", [.. cross]));
        }

        if (Chance(0.25))
        {
            (string, ArgumentValue)[] own = [("heads", ArgumentValue.Of((long)heads)), ("feedforward", ArgumentValue.Of(5L)), ("NormFirst", ArgumentValue.Of(Chance(0.5))), ("Activation", ArgumentValue.Of(Chance(0.5) ? "GELU" : "ReLU"))];
            _lines.Add(crosses ? Line("TransformerDecoderLayer", [("memory", ArgumentValue.Of("memory")), .. own]) : Line("TransformerEncoderLayer", own));
        }

        if (hasTokens && Chance(0.5))
        {
            _lines.Add(Line("Linear", ("outputs", ArgumentValue.Of((long)vocabulary)), ("Bias", ArgumentValue.Of(false)), ("Shares", ArgumentValue.Of("embedding"))));
        }
        else if (Chance(0.5))
        {
            _lines.Add(Line("Linear", ("outputs", ArgumentValue.Of((long)Pick([1, 3, 17])))));
            _lines.Add(_random.Next(3) switch
            {
                0 => Line("Tanh"),
                1 => Line("GELU"),
                _ => Line("GELU", ("Approximate", ArgumentValue.Of("Tanh"))),
            });
        }

        if (Chance(0.3) && isSequence)
        {
            _lines.Add(Line("AttentionPool", ("Hidden", ArgumentValue.Of((long)Pick([0, 1, 5])))));
        }

        bool hasClasses = isSequence && _lines[^1].Kind == "Linear" && vocabulary > 2 && Chance(0.6);
        _lines.Add(!hasClasses ? Line("MeanSquaredError") : Chance(0.5) ? Line("SoftmaxCrossEntropy") : Line("SoftmaxCrossEntropy", ("IgnoreIndex", ArgumentValue.Of(1L))));
        (string, ArgumentValue)[] options =
        [
            ("Batch", ArgumentValue.Of((long)batch)),
            ("HessianVector", ArgumentValue.Of(Chance(0.5))),
            ("InputGradient", ArgumentValue.Of(!hasTokens && Chance(0.6))),
            ("Jacobian", ArgumentValue.Of(!crosses && !hasTokens && Chance(0.4))),
        ];
        return Declare.Network("Network" + _seed.ToString(CultureInfo.InvariantCulture), options, [.. _lines]);
    }

    private string Name() => "v" + (++_names).ToString(CultureInfo.InvariantCulture);

    private static LineDeclaration Input(int[] shape, string? name) =>
        name is null ? Line("Input", ("shape", Shape(shape))) : Line("Input", ("shape", Shape(shape)), ("Name", ArgumentValue.Of(name)));

    private static ArgumentValue Shape(int[] shape) => ArgumentValue.Of(shape.Select(extent => ArgumentValue.Of((long)extent)).ToEquatableArray());

    private static LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => Declare.Line(kind, arguments);

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private bool Chance(double probability) => _random.NextDouble() < probability;
}
