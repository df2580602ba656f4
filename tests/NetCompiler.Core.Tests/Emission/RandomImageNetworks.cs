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

/// <summary>Random legal networks of convolutions and pools over images and signals, of any geometry that the builder takes.</summary>
internal sealed class RandomImageNetworks
{
    /// <summary>Seeds from here on are networks of this kind.</summary>
    public const int FirstSeed = 10001;

    /// <summary>Seeds from here on have many channels and windows of 3 x 3, which products take in tiles.</summary>
    public const int FirstWideSeed = 20001;

    /// <summary>Seeds from here on are one layer, of each kind in turn, in any geometry that it takes.</summary>
    public const int FirstLayerSeed = 100_001;

    /// <summary>How many seeds in a row are one of each kind of layer.</summary>
    public const int LayerKinds = WindowKinds + NormalizationKinds + ResolutionKinds;

    private const int MaximumElements = 4000;
    private const int MaximumWideElements = 10_000;

    // Pad.Same of the runtime.
    private const int Same = int.MinValue + 16;

    private static readonly string[] s_activations = ["ReLU", "Tanh", "Sigmoid", "ReLU6", "SiLU", "HardSwish"];

    private const int WindowKinds = 20;
    private const int NormalizationKinds = 7;
    private const int ResolutionKinds = 15;

    private readonly int _seed;
    private readonly Random _random;
    private readonly string _name;
    private readonly List<ArgumentDeclaration> _options = [];
    private readonly List<LineDeclaration> _lines = [];
    private readonly List<(string Name, Shape Shape)> _values = [];
    private readonly (string Name, ArgumentValue Value)[] _pixels;
    private Shape _current;
    private int _names;

    private RandomImageNetworks(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _name = "Network" + seed.ToString(CultureInfo.InvariantCulture);
        _options.Add(new ArgumentDeclaration("Batch", Of(Pick<int>(IsWide ? [1, 2, 2, 3, 17] : [1, 2, 3, 5, 9, 17]))));
        if (Chance(0.25))
        {
            _options.Add(new ArgumentDeclaration("L2", ArgumentValue.Of(0.25)));
        }

        bool isImage = IsWide || Chance(IsLayer ? 0.75 : 0.55);
        int[] shape = IsWide
            ? [Pick([1, 3]), _random.Next(6, 9), _random.Next(6, 9)]
            : isImage
            ? [Pick([1, 1, 2, 3, 5, 16, 17]), Pick([1, 3, 4, 5, 7, 8]), Pick([1, 2, 4, 5, 6, 9])]
            : [Pick([1, 2, 3, 8, 16]), Pick([1, 4, 7, 12, 19])];
        _pixels = RandomPixels.Of(seed, shape);
        if (_pixels.Length > 0 && seed % 2 == 0)
        {
            // Rows of pixels around the sixteen that are converted at once.
            shape[^1] = new[] { 16, 17, 20, 23 }[seed / 2 % 4];
        }

        _lines.Add(Line("Input", [("shape", ArgumentValue.Of(shape.Select(extent => Of(extent)).ToEquatableArray())), .. _pixels]));
        _current = Shape.Of(shape.Select(extent => (Extent)extent).Prepend(Extent.Rows((int)_options[0].Value.Integer)));
    }

    public static NetworkDeclaration Create(int seed) => new RandomImageNetworks(seed).Create();

    private NetworkDeclaration Create()
    {
        if (IsWide && Try(Line("Conv2d", ("outputs", Of(Pick([12, 16, 17, 20]))), ("kernel", Of(1)))))
        {
            ProposeWide();
        }

        // Each kind of line is tried first by some seeds, so that all occur.
        int first = _seed % (WindowKinds + ResolutionKinds);
        bool isProposed = IsLayer || (first < WindowKinds ? ProposeWindow(first) : ProposeResolution(first - WindowKinds));
        int layers = _random.Next(isProposed ? 1 : 2, IsWide ? 3 : 7);
        if (IsLayer)
        {
            for (int tries = 0; tries < 60 && !ProposeKind(); tries++)
            {
            }
        }

        for (int tries = 0; tries < 60 && layers > 0 && !IsLayer; tries++)
        {
            layers -= Propose() ? 1 : 0;
        }

        if (_current.Rank > 2 && Chance(IsLayer ? 0.2 : 0.7))
        {
            Try(Chance(0.3) ? Line(Pick(["GlobalAvgPool", "GlobalMaxPool"])) : Line("Flatten"));
        }

        if (_current.Rank == 2 && Chance(IsLayer ? 0.1 : 0.8))
        {
            Try(Line("Linear", ("outputs", Of(Pick([1, 3, 10])))));
        }

        _lines.Add(Loss());
        _options.Add(new ArgumentDeclaration("HessianVector", ArgumentValue.Of(Chance(0.4))));
        _options.Add(new ArgumentDeclaration("InputGradient", ArgumentValue.Of(Chance(0.6) && _pixels.Length == 0)));
        _options.Add(new ArgumentDeclaration("Jacobian", ArgumentValue.Of(Chance(0.3) && _pixels.Length == 0)));
        return Declaration(_lines);
    }

    private LineDeclaration Loss()
    {
        bool hasClasses = _current[1].Maximum > 1;
        (string, ArgumentValue)[] byClass = hasClasses && Chance(0.5) ? [("Targets", ArgumentValue.Of("ClassIndex"))] : [];
        switch (_random.Next(_current.Rank == 2 ? 7 : 12))
        {
            case 0 or 1 or 2 or 3 when hasClasses:
                return Line("SoftmaxCrossEntropy", Chance(0.3) ? [("Targets", ArgumentValue.Of("Probabilities"))] : []);
            case 4 or 5:
                return Line("BinaryCrossEntropyWithLogits", Chance(0.5) ? [("PosWeight", ArgumentValue.Of(2.5))] : []);
            case > 6:
                // Targets may be negative: what they are added to stays away from 0.
                return Line("Dice", [.. byClass, ("Activation", ArgumentValue.Of(hasClasses && Chance(0.5) ? "Softmax" : "Sigmoid")), ("Squared", ArgumentValue.Of(Chance(0.5))), ("Smooth", ArgumentValue.Of(20.0))]);
            default:
                return Line("MeanSquaredError");
        }
    }

    // The kind that the seed stands for; behind a convolution in a third of the networks, so that it meets channels last too.
    private bool ProposeKind()
    {
        if (_lines.Count == 1 && Chance(0.33))
        {
            Try(Line("Conv" + Dimension, ("outputs", Of(Pick([4, 8, 16, 18]))), ("kernel", Of(1))));
        }

        int kind = (_seed - FirstLayerSeed) % LayerKinds;
        return kind < WindowKinds ? ProposeWindow(kind)
            : kind < WindowKinds + NormalizationKinds ? ProposeNormalization(kind - WindowKinds)
            : ProposeResolution(kind - WindowKinds - NormalizationKinds);
    }

    private bool Propose()
    {
        if (_current.Rank == 2)
        {
            return Try(Chance(0.4) ? Line(Pick(s_activations))
                : Chance(0.3) && _options[0].Value.Integer > 1 ? Line("BatchNorm1d")
                : Line("Linear", ("outputs", Of(Pick([2, 7, 16])))));
        }

        return Chance(0.55) ? ProposeWindow(_random.Next(WindowKinds))
            : Chance(0.35) ? ProposeNormalization(_random.Next(NormalizationKinds))
            : ProposeResolution(_random.Next(ResolutionKinds));
    }

    private bool IsWide => _seed is >= FirstWideSeed and < FirstLayerSeed;

    private bool IsLayer => _seed >= FirstLayerSeed;

    // Windows of 3 x 3 as residual networks have them, and beside.
    private void ProposeWide()
    {
        int channels = _current[1].Maximum;
        bool isResidual = Chance(0.4);
        string name = "n" + (_names++).ToString(CultureInfo.InvariantCulture);
        ArgumentValue padding = isResidual ? Of(1) : Chance(0.6) ? Of(Pick([1, 1, 2])) : ArgumentValue.Of(Enumerable.Range(0, 2).Select(_ => Of(_random.Next(3))).ToEquatableArray());
        _ = Try(Line(Pick(s_activations), ("Name", ArgumentValue.Of(name))))
            && Try(Line("Conv2d", [("outputs", Of(isResidual ? channels : Pick([12, 16, 17, 24]))), ("kernel", Of(3)), ("Padding", padding), .. Bias()]))
            && isResidual && Try(Line("Add", ("names", ArgumentValue.Of(new[] { ArgumentValue.Of(name) }.ToEquatableArray()))));
    }

    private string Dimension => _current.Rank == 4 ? "2d" : "1d";

    private bool ProposeWindow(int choice)
    {
        string dimension = Dimension;
        int channels = _current[1].Maximum;
        switch (choice)
        {
            case 0 or 1 or 2:
                return Try(Line("Conv" + dimension, [("outputs", Of(Pick([1, 2, 4, 7, 8, 9, 16, 20, 33]))), ("kernel", Extents(1, 6)), .. Geometry(mayBeSame: true), .. Bias()]));
            case 3 or 14:
                return Try(Line("ConvTranspose" + dimension, [("outputs", Of(Pick([1, 3, 8, 17]))), ("kernel", Extents(1, 4)), .. Chance(0.3) ? [("OutputPadding", Of(1))] : Array.Empty<(string, ArgumentValue)>(), .. Geometry(mayBeSame: false), .. Bias()]));
            case 4 or 5 when _current.Rank == 4:
                return Try(Line("DepthwiseConv2d", [("kernel", Extents(1, 5)), .. Geometry(mayBeSame: true), .. Bias(), .. Chance(0.3) ? [("Multiplier", Of(2))] : Array.Empty<(string, ArgumentValue)>()]));
            case 4 or 5 or 6:
                int groups = Pick(Enumerable.Range(1, channels).Where(groups => channels % groups == 0).ToArray());
                return Try(Line("Conv" + dimension, [("outputs", Of(groups * Pick([1, 2, 3]))), ("kernel", Extents(1, 4)), ("Groups", Of(groups)), .. Geometry(mayBeSame: true), .. Bias()]));
            case 7 or 8:
                return Try(Line("MaxPool" + dimension, [("window", Extents(1, 4)), .. CeilMode(), .. Chance(0.6) ? Geometry(mayBeSame: true).Where(argument => argument.Item1 != "Dilation") : []]));
            case 9 or 10:
                return Try(Line("AvgPool" + dimension, [("window", Extents(1, 4)), .. CeilMode(), .. Chance(0.3) ? [("CountIncludePad", ArgumentValue.Of(false))] : Array.Empty<(string, ArgumentValue)>(), .. Chance(0.6) ? Geometry(mayBeSame: true).Where(argument => argument.Item1 != "Dilation") : []]));
            case 11 or 15:
                return _current.Rank == 4 ? Try(Line("AdaptiveAvgPool2d", ("size", Of(Pick([1, 1, 2, 3, 4]))))) : Try(Line("GlobalMaxPool"));
            case 12:
                // A residual: a convolution that keeps the shape, added to what it read.
                string name = "n" + (_names++).ToString(CultureInfo.InvariantCulture);
                return Try(Line("ReLU", ("Name", ArgumentValue.Of(name))))
                    && Try(Line("Conv" + dimension, ("outputs", Of(channels)), ("kernel", Of(3)), ("Padding", Of(1))))
                    && Try(Line("Add", ("names", ArgumentValue.Of(new[] { ArgumentValue.Of(name) }.ToEquatableArray()))));
            case 16 or 17 when _options[0].Value.Integer > 1:
                return Try(Line("BatchNorm" + dimension, [.. Chance(0.2) ? [("Affine", ArgumentValue.Of(false))] : Array.Empty<(string, ArgumentValue)>(), .. Chance(0.3) ? [("Momentum", ArgumentValue.Of(0.25)), ("Epsilon", ArgumentValue.Of(0.125))] : Array.Empty<(string, ArgumentValue)>()]));
            case 13:
                return Try(Line("Dropout", ("p", ArgumentValue.Of(0.25))));
            default:
                return Try(Line(Pick(s_activations)));
        }
    }

    private bool ProposeNormalization(int choice)
    {
        string dimension = Dimension;
        int channels = _current[1].Maximum;
        (string, ArgumentValue)[] affine = Chance(0.4) ? [("Affine", ArgumentValue.Of(Chance(0.5)))] : [];
        (string, ArgumentValue)[] axes = Chance(0.5) ? [("Axes", Of(_random.Next(1, _current.Rank)))] : [];
        switch (choice)
        {
            case 0:
                return Try(Line("LayerNorm", [.. axes, .. affine, .. Bias()]));
            case 1:
                return Try(Line("RMSNorm", [.. axes, .. affine, ("Epsilon", ArgumentValue.Of(0.01))]));
            case 2 or 3:
                int groups = Pick(Enumerable.Range(1, channels).Where(groups => channels % groups == 0).ToArray());
                return Try(Line("GroupNorm", [("groups", Of(groups)), .. affine, ("Epsilon", ArgumentValue.Of(0.01))]));
            case 4 or 5:
                return Try(Line("InstanceNorm" + dimension, [.. affine, ("Epsilon", ArgumentValue.Of(0.01))]));
            default:
                return Try(Line("LocalResponseNorm", ("size", Of(_random.Next(1, 7))), ("Alpha", ArgumentValue.Of(0.5)), ("Beta", ArgumentValue.Of(Pick([0.75, 0.5, 1.2])))));
        }
    }

    private bool ProposeResolution(int choice)
    {
        string dimension = Dimension;
        int channels = _current[1].Maximum;
        int[] extents = [.. _current.Spatial];
        switch (choice)
        {
            case 0 or 1 or 2:
                return Try(Line("ZeroPad" + dimension, ("padding", Sides(4))))
                    && (Chance(0.5) || Try(Line("Conv" + dimension, ("outputs", Of(Pick([1, 3, 16]))), ("kernel", Extents(1, 4)))));
            case 3 or 4 or 5:
                return Try(Line("ReflectionPad" + dimension, ("padding", Sides(Math.Min(4, extents.Min())))));
            case 6:
                return Try(Line("Crop", [("size", Of(_random.Next(1, extents.Min() + 1))), .. Chance(0.3) ? [("Offset", Of(0))] : Array.Empty<(string, ArgumentValue)>()]));
            case 7 or 8:
                string linear = dimension == "1d" ? "Linear" : "Bilinear";
                (string, ArgumentValue)[] size = Chance(0.3) ? [("Size", Of(_random.Next(1, 12)))]
                    : [("scaleFactor", Chance(0.5) ? Of(Pick([2, 3])) : ArgumentValue.Of(Pick([0.5, 0.7, 1.5, 2.3])))];
                return Try(Line("Upsample", [.. size, .. Chance(0.6) ? [("Mode", ArgumentValue.Of(linear)), ("AlignCorners", ArgumentValue.Of(Chance(0.4)))] : Array.Empty<(string, ArgumentValue)>()]));
            case 9 or 10:
                return Try(Line("Dropout" + dimension, ("p", ArgumentValue.Of(0.25))));
            case 11 or 12 when _current.Rank == 4:
                int r = Pick([2, 2, 3]);
                return (channels % (r * r) == 0 || Try(Line("Conv2d", ("outputs", Of(r * r * Pick([1, 2, 5]))), ("kernel", Of(1))))) && Try(Line("PixelShuffle", ("upscaleFactor", Of(r))));
            case 13 or 14 when _current.Rank == 4:
                // Cropped to multiples of the factor first, where that leaves anything.
                int factor = Pick([2, 2, 3]);
                ArgumentValue multiples = ArgumentValue.Of(extents.Select(extent => Of(extent / factor * factor)).ToEquatableArray());
                return Try(Line("Crop", ("size", multiples))) && Try(Line("PixelUnshuffle", ("downscaleFactor", Of(factor))));
            case 11 or 12:
                return Try(Line("AvgPool1d", ("window", Extents(1, 4)), ("Stride", Of(1))));
            default:
                return Try(Chance(0.5) ? Line("InstanceNorm1d") : Line("ReflectionPad1d", ("padding", Of(1))));
        }
    }

    private ArgumentValue Sides(int below) => Chance(0.5)
        ? Of(_random.Next(below))
        : ArgumentValue.Of(Enumerable.Range(0, 2 * (_current.Rank - 2)).Select(_ => Of(_random.Next(below))).ToEquatableArray());

    private IEnumerable<(string, ArgumentValue)> Geometry(bool mayBeSame)
    {
        if (Chance(0.4))
        {
            yield return Chance(0.5) ? ("Stride", Of(Pick([1, 2, 3]))) : ("Strides", Extents(1, 4));
        }

        if (mayBeSame && Chance(0.15))
        {
            yield return ("Padding", Of(Same));
        }
        else if (Chance(0.5))
        {
            yield return ("Padding", Of(Pick([0, 1, 1, 2, 3])));
            if (mayBeSame && Chance(0.2))
            {
                yield return ("PaddingEnd", Of(Pick([0, 1, 2])));
            }
        }

        if (Chance(0.25))
        {
            yield return ("Dilation", Of(Pick([1, 2, 3])));
        }
    }

    private IEnumerable<(string, ArgumentValue)> CeilMode() => Chance(0.3) ? [("CeilMode", ArgumentValue.Of(true))] : [];

    private IEnumerable<(string, ArgumentValue)> Bias() => Chance(0.3) ? [("Bias", ArgumentValue.Of(false))] : [];

    private ArgumentValue Extents(int least, int below) => Chance(0.6)
        ? Of(_random.Next(least, below))
        : ArgumentValue.Of(Enumerable.Range(0, _current.Rank - 2).Select(_ => Of(_random.Next(least, below))).ToEquatableArray());

    /// <summary>Adds a line where the builder takes it and the network stays small enough for the interpreter.</summary>
    private bool Try(LineDeclaration line)
    {
        (NetworkModel? model, _) = NetworkBuilder.Build(Declaration([.. _lines, line]), NetworkMode.Training, CancellationToken.None);
        if (model is null || model.Layers[^1].Shape.Length > (IsWide ? MaximumWideElements : MaximumElements) || model.Layers[^1].Shape.Extents.Skip(1).Any(extent => extent.Maximum > 24 && model.Layers[^1].Shape.Rank > 2))
        {
            return false;
        }

        _lines.Add(line);
        _current = model.Layers[^1].Shape;
        _values.Add((line.Kind, _current));
        return true;
    }

    private NetworkDeclaration Declaration(IEnumerable<LineDeclaration> lines) => new(
        new TypeDeclaration("Emitted.Networks", EquatableArray<string>.Empty, _name, "class", "public", true, "Emitted.Networks." + _name),
        _options.ToEquatableArray(),
        lines.ToEquatableArray(),
        EquatableArray<BlockDeclaration>.Empty,
        EquatableArray<FunctionDeclaration>.Empty,
        EquatableArray<string>.Empty,
        Chance(0.5));

    private LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) => new(
        kind,
        arguments.Select(argument => new ArgumentDeclaration(argument.Name, argument.Value)).ToEquatableArray(),
        null,
        new AttributeLocation("Emitted.Networks." + _name, _lines.Count));

    private static ArgumentValue Of(int value) => ArgumentValue.Of((long)value);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
