using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes convolutions of each channel by itself: a block of channels passes over all positions, several of them side by side, so that what is loaded
/// once serves all windows that meet it.
/// </summary>
internal sealed class DepthwiseEmitter(CodeWriter code, ISet<MathHelper> helpers) : KernelEmitter(code, helpers)
{
    private DepthwiseKernel _kernel = null!;

    public void Write(string name, DepthwiseKernel kernel, string summary)
    {
        _kernel = kernel;
        List<(string, string)> operands = [("float", "x"), ("float", "w"), ("float", "y"), .. MemoryExtras.Select(extra => ("float", "e" + Literal.Int(extra.Index)))];
        WriteWidths(name, operands, KernelSignature.Of(kernel), summary, WriteBody);
    }

    private IEnumerable<(SlidingExtra Extra, int Index)> MemoryExtras =>
        _kernel.Extras.Select((extra, index) => (extra, index)).Where(extra => extra.extra.Access is not (OperandAccess.Scale or OperandAccess.Share));

    private SlidingAxis Along => _kernel.Axes[_kernel.Axes.Count - 1];

    private void WriteBody(VectorWidth width)
    {
        int elements = _kernel.Axes.Aggregate(1, (product, axis) => product * axis.Window);
        using (Code.Block("for (int n = first; n < last; n++)"))
        using (Code.Block($"for (int c = 0; c < {Literal.Int(Layout.Pad(_kernel.Channels))}; c += {Literal.Int(width.Lanes)})"))
        {
            string start = _kernel.IsReversed ? Literal.Int((elements - 1) * _kernel.WeightPanel) : string.Empty;
            Code.Line($"ref float weights = {At("w", Sum($"(c / {Literal.Int(_kernel.WeightPanel)} * {Literal.Int(_kernel.WeightPanel * elements)}) + (c % {Literal.Int(_kernel.WeightPanel)})", start))};");
            if (_kernel.Channels % Layout.Vector != 0)
            {
                Code.Line($"{width.Type} mask = {Mask(width, Literal.Int(_kernel.Channels) + " - c")};");
            }

            WritePositions(width, 0);
        }
    }

    private void WritePositions(VectorWidth width, int axis)
    {
        string q = "q" + Literal.Int(axis);
        if (axis < _kernel.Axes.Count - 1)
        {
            using (Code.Block($"for (int {q} = 0; {q} < {Literal.Int(_kernel.Axes[axis].Positions)}; {q}++)"))
            {
                WritePositions(width, axis + 1);
            }

            return;
        }

        int side = SlidingTile.Positions(Along, width.Lanes);
        int rest = Along.Positions % side;
        if (Along.Positions - rest == side)
        {
            using (Code.Block("// Side by side at once."))
            {
                Code.Line($"const int {q} = 0;");
                WriteTile(width, side);
            }
        }
        else
        {
            using (Code.Block($"for (int {q} = 0; {q} < {Literal.Int(Along.Positions - rest)}; {q} += {Literal.Int(side)})"))
            {
                WriteTile(width, side);
            }
        }

        if (rest > 0)
        {
            Code.Line();
            using (Code.Block("// What remains."))
            {
                Code.Line($"const int {q} = {Literal.Int(Along.Positions - rest)};");
                WriteTile(width, rest);
            }
        }
    }

    private string Place(IReadOnlyList<int> strides) =>
        Sum(Index([("n", strides[0]), .. Enumerable.Range(0, _kernel.Axes.Count).Select(axis => ("q" + Literal.Int(axis), strides[axis + 1]))]), "c");

    // Positions side by side, one sum each.
    private void WriteTile(VectorWidth width, int positions)
    {
        int axes = _kernel.Axes.Count;
        int weightStep = _kernel.IsReversed ? -_kernel.WeightPanel : _kernel.WeightPanel;
        int[] source = [_kernel.SourceStrides[0], .. _kernel.Axes.Select((axis, i) => axis.Stride * _kernel.SourceStrides[i + 1])];
        Code.Line($"ref float met = {At("x", Place(source))};");
        Code.Line("ref float weight = ref weights;");
        for (int t = 0; t < positions; t++)
        {
            Code.Line($"{width.Type} sum{t} = {(_kernel.Start >= 0 ? $"{width.Name}.LoadUnsafe(ref Unsafe.Add(ref e{_kernel.Start}, c))" : width.Zero)};");
        }

        WriteElements(width, positions, weightStep, 0);
        ScalarEmitter scalars = Scalars(width);
        Code.Line($"ref float result = {At("y", Place(_kernel.ResultStrides))};");
        foreach ((SlidingExtra extra, int i) in MemoryExtras.Where(extra => extra.Extra.Access is OperandAccess.Full))
        {
            Code.Line($"ref float full{i} = {At("e" + Literal.Int(i), Place(extra.Strides))};");
        }

        for (int t = 0; t < positions; t++)
        {
            string[] values = [$"sum{t}", .. _kernel.Extras.Select((extra, i) => Operand(width, extra, i, t))];
            string value = scalars.Emit(_kernel.Epilogue, values);
            value = _kernel.Channels % Layout.Vector != 0 ? $"({value} & mask)" : value;
            Code.Line($"{value}.StoreUnsafe({Moved("result", (long)t * _kernel.ResultStrides[axes])});");
        }
    }

    private string Operand(VectorWidth width, SlidingExtra extra, int index, int position)
    {
        string reference = "e" + Literal.Int(index);
        return extra.Access switch
        {
            OperandAccess.Full => width.Load("full" + Literal.Int(index), (long)position * extra.Strides[_kernel.Axes.Count]),
            OperandAccess.Column => $"{width.Name}.LoadUnsafe(ref Unsafe.Add(ref {reference}, c))",
            OperandAccess.RowScalar => width.Create(Element(reference, Sum(RowPlace(extra.Strides), position == 0 ? string.Empty : Literal.Int((long)position * extra.Strides[_kernel.Axes.Count])))),
            OperandAccess.Scalar => width.Create(reference),
            OperandAccess.Scale => width.Create("scale"),
            _ => width.Create("share"),
        };
    }

    private string RowPlace(IReadOnlyList<int> strides) => Index([("n", strides[0]), .. Enumerable.Range(0, _kernel.Axes.Count).Select(axis => ("q" + Literal.Int(axis), strides[axis + 1]))]);

    /// <summary>Loads each element that windows side by side meet once, and calls back for each window and element of it that this is.</summary>
    internal static void WriteMet(CodeWriter code, VectorWidth width, SlidingAxis along, int stride, int positions, Action<int, int, string> body, string end = "", long from = 0)
    {
        IEnumerable<IGrouping<int, (int Position, int Element)>> met = Enumerable.Range(0, positions)
            .SelectMany(position => Enumerable.Range(0, along.Window).Select(element => (position, element)))
            .GroupBy(pair => (pair.position * along.Stride) + (pair.element * along.Dilation)).OrderBy(group => group.Key);
        foreach (IGrouping<int, (int Position, int Element)> group in met)
        {
            string name = $"x{group.Key}{end}";
            code.Line($"{width.Type} {name} = {width.Load("met", from + ((long)group.Key * stride))};");
            foreach ((int position, int element) in group)
            {
                body(position, element, name);
            }
        }
    }

    private static string Element(string reference, string index) => index.Length == 0 ? reference : $"Unsafe.Add(ref {reference}, {index})";

    // Loops over the outer axes of the window; along the last one its elements are written out where they are few.
    private void WriteElements(VectorWidth width, int positions, int weightStep, int axis)
    {
        SlidingAxis along = _kernel.Axes[axis];
        int stride = _kernel.SourceStrides[axis + 1] * along.Dilation;
        if (axis < _kernel.Axes.Count - 1)
        {
            SlidingAxis next = _kernel.Axes[axis + 1];
            int passed = axis + 1 == _kernel.Axes.Count - 1 && SlidingTile.IsWrittenOut(next) ? 0 : next.Window * _kernel.SourceStrides[axis + 2] * next.Dilation;
            using (along.Window == 1 ? null : Code.Block($"for (int k{axis} = 0; k{axis} < {Literal.Int(along.Window)}; k{axis}++)"))
            {
                WriteElements(width, positions, weightStep, axis + 1);
                Code.Line($"met = {Moved("met", stride - passed)};");
            }

            return;
        }

        if (SlidingTile.IsWrittenOut(along))
        {
            for (int k = 0; k < along.Window; k++)
            {
                Code.Line($"{width.Type} w{k} = {width.Name}.LoadUnsafe({Moved("weight", (long)k * weightStep)});");
            }

            WriteMet(Code, width, along, _kernel.SourceStrides[axis + 1], positions, (t, k, met) => Code.Line($"sum{t} = {width.Name}.MultiplyAddEstimate({met}, w{k}, sum{t});"));
            Code.Line($"weight = {Moved("weight", (long)along.Window * weightStep)};");
            return;
        }

        using (Code.Block($"for (int k{axis} = 0; k{axis} < {Literal.Int(along.Window)}; k{axis}++)"))
        {
            Code.Line($"{width.Type} w0 = {width.Load("weight")};");
            for (int t = 0; t < positions; t++)
            {
                Code.Line($"sum{t} = {width.Name}.MultiplyAddEstimate({width.Load("met", (long)t * along.Stride * _kernel.SourceStrides[axis + 1])}, w0, sum{t});");
            }

            Code.Line($"met = {Moved("met", stride)};");
            Code.Line($"weight = {Moved("weight", weightStep)};");
        }
    }
}
