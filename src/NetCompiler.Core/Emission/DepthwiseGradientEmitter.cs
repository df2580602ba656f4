using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes weight gradients of convolutions of each channel by itself: the sums of a block of channels stay in registers while all rows and positions pass; the
/// elements of a large window take turns.
/// </summary>
internal sealed class DepthwiseGradientEmitter(CodeWriter code, ISet<MathHelper> helpers) : KernelEmitter(code, helpers)
{
    private DepthwiseGradientKernel _kernel = null!;

    public void Write(string name, DepthwiseGradientKernel kernel, string summary)
    {
        _kernel = kernel;
        WriteWidths(name, [("float", "x"), ("float", "y"), ("float", "w")], KernelSignature.Of(kernel), summary, WriteBody);
    }

    private int Axes => _kernel.Axes.Count;

    private SlidingAxis Along => _kernel.Axes[Axes - 1];

    private int Elements => _kernel.Axes.Aggregate(1, (product, axis) => product * axis.Window);

    // The axes of the window whose elements take turns, and those whose elements are summed at once.
    private int Turns => SlidingTile.FitsRegisters(Elements) ? 0 : SlidingTile.FitsRegisters(Along.Window) ? Axes - 1 : Axes;

    private void WriteBody(VectorWidth width)
    {
        using (Code.Block($"for (int c = first; c < last; c += {Literal.Int(width.Lanes)})"))
        {
            Code.Line($"ref float weights = {At("w", $"(c / {Literal.Int(_kernel.WeightPanel)} * {Literal.Int(_kernel.WeightPanel * Elements)}) + (c % {Literal.Int(_kernel.WeightPanel)})")};");
            WriteTurns(width, 0);
        }
    }

    private void WriteTurns(VectorWidth width, int axis)
    {
        if (axis < Turns)
        {
            using (Code.Block($"for (int k{axis} = 0; k{axis} < {Literal.Int(_kernel.Axes[axis].Window)}; k{axis}++)"))
            {
                WriteTurns(width, axis + 1);
            }

            return;
        }

        int sums = _kernel.Axes.Skip(Turns).Aggregate(1, (product, along) => product * along.Window);
        for (int k = 0; k < sums; k++)
        {
            Code.Line($"{width.Type} sum{k} = {width.Zero};");
        }

        using (Code.Block("for (int n = 0; n < rows; n++)"))
        {
            WritePositions(width, 0);
        }

        // The element of w that the turns have come to.
        string element = string.Empty;
        for (int turn = 0; turn < Turns; turn++)
        {
            element = element.Length == 0 ? "k" + Literal.Int(turn) : $"(({element} * {Literal.Int(_kernel.Axes[turn].Window)}) + k{turn})";
        }

        Code.Line($"ref float weight = {At("weights", element.Length == 0 ? string.Empty : $"{element} * {Literal.Int(sums * _kernel.WeightPanel)}")};");
        for (int k = 0; k < sums; k++)
        {
            Code.Line($"sum{k}.StoreUnsafe({Moved("weight", (long)k * _kernel.WeightPanel)});");
        }
    }

    private void WritePositions(VectorWidth width, int axis)
    {
        string q = "q" + Literal.Int(axis);
        if (axis < Axes - 1)
        {
            using (Code.Block($"for (int {q} = 0; {q} < {Literal.Int(_kernel.Axes[axis].Positions)}; {q}++)"))
            {
                WritePositions(width, axis + 1);
            }

            return;
        }

        int side = SlidingTile.GradientPositions(Along);
        int rest = Along.Positions % side;
        using (Code.Block($"for (int {q} = 0; {q} < {Literal.Int(Along.Positions - rest)}; {q} += {Literal.Int(side)})"))
        {
            WriteTile(width, side);
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

    private void WriteTile(VectorWidth width, int positions)
    {
        IEnumerable<(string, int)> met = [("n", _kernel.SourceStrides[0]), .. _kernel.Axes.Select((axis, i) => ("q" + Literal.Int(i), axis.Stride * _kernel.SourceStrides[i + 1]))];
        IEnumerable<(string, int)> turns = Enumerable.Range(0, Turns).Select(axis => ("k" + Literal.Int(axis), _kernel.Axes[axis].Dilation * _kernel.SourceStrides[axis + 1]));
        IEnumerable<(string, int)> pooled = [("n", _kernel.PooledStrides[0]), .. _kernel.Axes.Select((_, i) => ("q" + Literal.Int(i), _kernel.PooledStrides[i + 1]))];
        Code.Line($"ref float met = {At("x", Sum(Index(met.Concat(turns).ToArray()), "c"))};");
        Code.Line($"ref float gradient = {At("y", Sum(Index(pooled.ToArray()), "c"))};");
        for (int t = 0; t < positions; t++)
        {
            Code.Line($"{width.Type} y{t} = {width.Load("gradient", (long)t * _kernel.PooledStrides[Axes])};");
        }

        if (Turns == Axes)
        {
            // One element: what it meets at each position.
            for (int t = 0; t < positions; t++)
            {
                Code.Line($"sum0 = {width.Name}.MultiplyAddEstimate({width.Load("met", (long)t * Along.Stride * _kernel.SourceStrides[Axes])}, y{t}, sum0);");
            }

            return;
        }

        // Every element of the window but those along the last axis, which windows side by side share.
        int outer = _kernel.Axes.Skip(Turns).Take(Axes - 1 - Turns).Aggregate(1, (product, axis) => product * axis.Window);
        for (int element = 0; element < outer; element++)
        {
            int rest = element;
            long offset = 0;
            for (int axis = Axes - 2; axis >= Turns; axis--)
            {
                offset += (long)(rest % _kernel.Axes[axis].Window) * _kernel.Axes[axis].Dilation * _kernel.SourceStrides[axis + 1];
                rest /= _kernel.Axes[axis].Window;
            }

            int first = element * Along.Window;
            DepthwiseEmitter.WriteMet(
                Code,
                width,
                Along,
                _kernel.SourceStrides[Axes],
                positions,
                (t, k, x) => Code.Line($"sum{first + k} = {width.Name}.MultiplyAddEstimate({x}, y{t}, sum{first + k});"),
                "_" + Literal.Int(element),
                offset);
        }
    }
}
