using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>Writes pools: loops over positions and channels, and within them the window, written out where it is small and whole.</summary>
internal sealed class PoolEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Elements of a window that are written out.
    private const int LargestUnrolled = 9;

    private PoolKernel _kernel = null!;

    public void Write(string name, PoolKernel kernel, string summary)
    {
        _kernel = kernel;
        List<(string, string)> operands = kernel.Kind switch
        {
            PoolKind.Max => [(Real.Name, "x"), .. kernel.HasValues ? new[] { (Real.Name, "y") } : [], .. kernel.HasPlaces ? new[] { (Real.Name, "p") } : []],
            PoolKind.Take => [(Real.Name, "x"), (Real.Name, "p"), (Real.Name, "y")],
            PoolKind.Put => [(Real.Name, "y"), (Real.Name, "p"), (Real.Name, "x")],
            PoolKind.Sum => [(Real.Name, "x"), (Real.Name, "y")],
            PoolKind.WeighSpread => [(Real.Name, "y"), (Real.Name, "w"), (Real.Name, "x")],
            _ => [(Real.Name, "y"), (Real.Name, "x")],
        };
        KernelSignature signature = KernelSignature.Of(kernel);
        if (kernel.Channels > 1)
        {
            WriteWidths(name, operands, signature, summary, WriteBody);
            return;
        }

        // One number a position.
        WriteNumbers(name, operands, signature, summary, () => WriteBody(VectorWidth.Scalar(Real)));
    }

    private void WriteBody(VectorWidth width)
    {
        int channels = width.IsScalar ? 1 : Layout.Pad(_kernel.Channels);
        using (Code.Block("for (int n = first; n < last; n++)"))
        {
            if (_kernel.Kind is PoolKind.Put or PoolKind.Spread or PoolKind.WeighSpread && !IsTiled)
            {
                WriteClear(width, channels, 0, Index(("n", _kernel.WholeStrides[0])));
            }

            WritePositions(width, channels, 0);
        }
    }

    private void WriteClear(VectorWidth width, int channels, int axis, string place)
    {
        if (axis < _kernel.Axes.Count)
        {
            using (Code.Block($"for (int s{axis} = 0; s{axis} < {Literal.Int(_kernel.Axes[axis].Extent)}; s{axis}++)"))
            {
                WriteClear(width, channels, axis + 1, Sum(place, Index(("s" + Literal.Int(axis), _kernel.WholeStrides[axis + 1]))));
            }

            return;
        }

        WriteChannels(width, channels, channel => Code.Line(Stored(width, width.Zero, "x", Sum(place, channel))));
    }

    private void WritePositions(VectorWidth width, int channels, int axis)
    {
        if (axis < _kernel.Axes.Count)
        {
            PoolAxis along = _kernel.Axes[axis];
            using (Code.Block($"for (int q{axis} = 0; q{axis} < {Literal.Int(along.Positions)}; q{axis}++)"))
            {
                Code.Line($"int b{axis} = {(along.Stride == 1 ? "q" + Literal.Int(axis) : $"(q{axis} * {Literal.Int(along.Stride)})")}{(along.Before == 0 ? string.Empty : " - " + Literal.Int(along.Before))};");
                WritePositions(width, channels, axis + 1);
            }

            return;
        }

        string At(IReadOnlyList<int> strides) =>
            Index([("n", strides[0]), .. Enumerable.Range(0, _kernel.Axes.Count).Select(i => ("q" + Literal.Int(i), strides[i + 1]))]);
        string whole = Index([("n", _kernel.WholeStrides[0]), .. Enumerable.Range(0, _kernel.Axes.Count).Select(i => ("b" + Literal.Int(i), _kernel.WholeStrides[i + 1]))]);
        Code.Line($"int whole = {whole};");
        WriteChannels(width, channels, channel =>
        {
            string pooled = _kernel.PooledStrides.Count == 0 ? string.Empty : Sum(At(_kernel.PooledStrides), channel);
            string places = _kernel.PlaceStrides.Count == 0 ? string.Empty : Sum(At(_kernel.PlaceStrides), channel);
            WriteWindow(width, channel, pooled, places);
        });
    }

    // Whether windows lie side by side without gaps, so that each element belongs to one, which leaves nothing to be added.
    private bool IsTiled => _kernel.Kind is PoolKind.Put or PoolKind.Spread && _kernel.Axes.All(axis => axis.Before == 0 && axis.Dilation == 1 && axis.Stride == axis.Window && axis.Positions * axis.Window == axis.Extent);

    // Whether every element of a window is written out and within x.
    private bool IsWrittenOut => Elements <= LargestUnrolled && !_kernel.Axes.Any(axis => axis.HasPadding);

    private int Elements => _kernel.Axes.Aggregate(1, (product, axis) => product * axis.Window);

    // The place of an element's weights in panels of channels.
    private string Weight(string channel, string element)
    {
        int panel = _kernel.WeightPanel;
        string of = element == "0" ? string.Empty : $"({element} * {Literal.Int(panel)})";
        return channel.Length == 0 ? of : Sum($"({channel} / {Literal.Int(panel)} * {Literal.Int(panel * Elements)}) + ({channel} % {Literal.Int(panel)})", of);
    }

    private void WriteChannels(VectorWidth width, int channels, Action<string> body)
    {
        if (channels <= width.Lanes)
        {
            body(string.Empty);
            return;
        }

        using (Code.Block($"for (int c = 0; c < {Literal.Int(channels)}; c += {Literal.Int(width.Lanes)})"))
        {
            body("c");
        }
    }

    private void WriteWindow(VectorWidth width, string channel, string pooled, string places)
    {
        switch (_kernel.Kind)
        {
            case PoolKind.Max when IsWrittenOut:
                // The first element, which the others are compared with.
                Code.Line($"{width.Type} best = {Loaded(width, "x", Sum("whole", channel))};");
                if (_kernel.HasPlaces)
                {
                    Code.Line($"{width.Type} place = {width.Zero};");
                }

                break;
            case PoolKind.Max:
                Code.Line($"{width.Type} best = {width.Create(Real.Special("NegativeInfinity"))};");
                if (_kernel.HasPlaces)
                {
                    Code.Line($"{width.Type} place = {width.Create(Real.Number(-1))};");
                }

                break;
            case PoolKind.Take:
                Code.Line($"{width.Type} places = {Loaded(width, "p", places)};");
                Code.Line($"{width.Type} best = {width.Zero};");
                break;
            case PoolKind.Sum:
                Code.Line($"{width.Type} best = {width.Zero};");
                break;
            case PoolKind.Put:
                Code.Line($"{width.Type} places = {Loaded(width, "p", places)};");
                Code.Line($"{width.Type} value = {Loaded(width, "y", pooled)};");
                break;
            default:
                Code.Line($"{width.Type} value = {Loaded(width, "y", pooled)};");
                break;
        }

        int elements = Elements;
        if (IsWrittenOut)
        {
            for (int element = _kernel.Kind == PoolKind.Max ? 1 : 0; element < elements; element++)
            {
                int rest = element;
                int offset = 0;
                for (int axis = _kernel.Axes.Count - 1; axis >= 0; axis--)
                {
                    offset += rest % _kernel.Axes[axis].Window * _kernel.Axes[axis].Dilation * _kernel.WholeStrides[axis + 1];
                    rest /= _kernel.Axes[axis].Window;
                }

                WriteElement(width, Sum("whole" + (offset == 0 ? string.Empty : " + " + Literal.Int(offset)), channel), Literal.Int(element), channel, "_" + Literal.Int(element));
            }
        }
        else
        {
            WriteElements(width, channel, 0, string.Empty);
        }

        if (_kernel.Kind is PoolKind.Max or PoolKind.Take or PoolKind.Sum)
        {
            if (_kernel.HasValues)
            {
                Code.Line(Stored(width, "best", "y", pooled));
            }

            if (_kernel.Kind == PoolKind.Max && _kernel.HasPlaces)
            {
                Code.Line(Stored(width, "place", "p", places));
            }
        }
    }

    private void WriteElements(VectorWidth width, string channel, int axis, string element)
    {
        if (axis == _kernel.Axes.Count)
        {
            string at = Sum("whole", Index(Enumerable.Range(0, axis).Select(i => ("k" + Literal.Int(i), _kernel.Axes[i].Dilation * _kernel.WholeStrides[i + 1])).ToArray()));
            WriteElement(width, Sum(at, channel), element, channel, string.Empty);
            return;
        }

        PoolAxis along = _kernel.Axes[axis];
        using (Code.Block($"for (int k{axis} = 0; k{axis} < {Literal.Int(along.Window)}; k{axis}++)"))
        {
            string next = element.Length == 0 ? "k" + Literal.Int(axis) : $"(({element}) * {Literal.Int(along.Window)}) + k{axis}";
            if (!along.HasPadding)
            {
                WriteElements(width, channel, axis + 1, next);
                return;
            }

            // Unsigned, an index in front of the axis is beyond its end.
            using (Code.Block($"if (unchecked((uint)(b{axis} + {(along.Dilation == 1 ? "k" + Literal.Int(axis) : $"(k{axis} * {Literal.Int(along.Dilation)})")})) < {Literal.Int(along.Extent)}u)"))
            {
                WriteElements(width, channel, axis + 1, next);
            }
        }
    }

    private void WriteElement(VectorWidth width, string at, string index, string channel, string end)
    {
        string name = width.Name;
        string element = int.TryParse(index, out int constant) ? Real.Number(constant) : $"({Real})({index})";
        string weight = Weight(channel, index.Contains(' ') ? $"({index})" : index);
        switch (_kernel.Kind)
        {
            case PoolKind.Max when !_kernel.HasPlaces:
                Code.Line(width.IsScalar ? $"best = {Real.Functions()}.Max(best, {Loaded(width, "x", at)});" : $"best = {name}.Max(best, {Loaded(width, "x", at)});");
                break;
            case PoolKind.Max when width.IsScalar:
                // Of equal ones the first, but a NaN wins over all before it.
                Code.Line($"{Real} v{end} = {Loaded(width, "x", at)};");
                using (Code.Block($"if (v{end} > best || {Real}.IsNaN(v{end}){(IsWrittenOut ? string.Empty : $" || place < {Real.Number(0)}")})"))
                {
                    Code.Line($"best = v{end};");
                    Code.Line($"place = {element};");
                }

                break;
            case PoolKind.Max:
                Code.Line($"{width.Type} v{end} = {Loaded(width, "x", at)};");
                Code.Line($"{width.Type} wins{end} = {name}.GreaterThan(v{end}, best) | ~{name}.Equals(v{end}, v{end}){(IsWrittenOut ? string.Empty : $" | {name}.LessThan(place, {width.Zero})")};");
                Code.Line($"best = {name}.ConditionalSelect(wins{end}, v{end}, best);");
                Code.Line($"place = {name}.ConditionalSelect(wins{end}, {width.Create(element)}, place);");
                break;
            case PoolKind.Take:
                Code.Line(width.IsScalar ? $"best = places == {element} ? {Loaded(width, "x", at)} : best;"
                    : $"best = {name}.ConditionalSelect({name}.Equals(places, {width.Create(element)}), {Loaded(width, "x", at)}, best);");
                break;
            case PoolKind.Sum:
                Code.Line($"best += {Loaded(width, "x", at)};");
                break;
            case PoolKind.WeighSpread:
                Code.Line(Stored(width, $"{name}.MultiplyAddEstimate(value, {Loaded(width, "w", weight)}, {Loaded(width, "x", at)})", "x", at));
                break;
            default:
                string added = _kernel.Kind == PoolKind.Spread ? "value"
                    : width.IsScalar ? $"(places == {element} ? value : {Real.Number(0)})" : $"({name}.Equals(places, {width.Create(element)}) & value)";
                Code.Line(Stored(width, IsTiled ? added : $"({Loaded(width, "x", at)} + {added})", "x", at));
                break;
        }
    }

    private static string Loaded(VectorWidth width, string reference, string at)
    {
        string element = at.Length == 0 ? reference : $"Unsafe.Add(ref {reference}, {at})";
        return width.IsScalar ? element : $"{width.Name}.LoadUnsafe(ref {element})";
    }

    private static string Stored(VectorWidth width, string value, string reference, string at)
    {
        string element = at.Length == 0 ? reference : $"Unsafe.Add(ref {reference}, {at})";
        return width.IsScalar ? $"{element} = {value};" : $"{value}.StoreUnsafe(ref {element});";
    }
}
