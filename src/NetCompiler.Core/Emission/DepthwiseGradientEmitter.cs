using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes weight gradients of convolutions of each channel by itself: the sums of a block of channels stay in registers while all rows and positions pass; the
/// elements of a large window take turns. What passes is a method that takes strides and counts, so that convolutions of several sizes share it.
/// </summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="tiles">Tiles so far, by their text: the name of each.</param>
internal sealed class DepthwiseGradientEmitter(CodeWriter code, HelperSet helpers, IDictionary<string, string> tiles) : KernelEmitter(code, helpers)
{
    private DepthwiseGradientKernel _kernel = null!;

    public void Write(string name, DepthwiseGradientKernel kernel, string summary)
    {
        _kernel = kernel;
        Dictionary<VectorWidth, string> methods = Widths.ToDictionary(width => width, width => Block(name, width));
        string parameters = Parameters([(Real.Name, "x"), (Real.Name, "y"), (Real.Name, "w")], KernelSignature.Of(kernel));
        WriteMethod(name, parameters, puts: false, summary, optimizes: true, () => WriteDispatch(width =>
        {
            using (Code.Block($"for (int c = first; c < last; c += {Literal.Int(width.Lanes)})"))
            {
                WriteTurns(methods[width], 0);
            }
        }));
    }

    private int Axes => _kernel.Axes.Count;

    private SlidingAxis Along => _kernel.Axes[Axes - 1];

    private int Elements => _kernel.Axes.Aggregate(1, (product, axis) => product * axis.Window);

    // The axes of the window whose elements take turns; those of the others are summed at once.
    private int Turns => SlidingTile.FitsRegisters(Elements) ? 0 : SlidingTile.FitsRegisters(Along.Window) ? Axes - 1 : Axes;

    private SlidingAxis[] AtOnce => _kernel.Axes.Skip(Turns).ToArray();

    private int Sums => AtOnce.Aggregate(1, (product, along) => product * along.Window);

    private void WriteTurns(string method, int axis)
    {
        if (axis < Turns)
        {
            using (Code.Block($"for (int k{axis} = 0; k{axis} < {Literal.Int(_kernel.Axes[axis].Window)}; k{axis}++)"))
            {
                WriteTurns(method, axis + 1);
            }

            return;
        }

        // The element of w that the turns have come to.
        string element = string.Empty;
        for (int turn = 0; turn < Turns; turn++)
        {
            element = element.Length == 0 ? "k" + Literal.Int(turn) : $"(({element} * {Literal.Int(_kernel.Axes[turn].Window)}) + k{turn})";
        }

        int panel = _kernel.WeightPanel;
        string weight = $"(c / {Literal.Int(panel)} * {Literal.Int(panel * Elements)}) + (c % {Literal.Int(panel)})";
        string met = Index(Enumerable.Range(0, Turns).Select(turn => ("k" + Literal.Int(turn), _kernel.Axes[turn].Dilation * _kernel.SourceStrides[turn + 1])).ToArray());
        List<string> arguments =
        [
            At("x", Sum(met, "c")),
            At("y", "c"),
            At("w", Sum(weight, element.Length == 0 ? string.Empty : $"({element} * {Literal.Int(Sums * panel)})")),
            "rows",
        ];
        arguments.AddRange(Numbers().Select(number => Literal.Int(number.Value)));
        Code.Line($"{method}({string.Join(", ", arguments)});");
    }

    // Strides of x, y and w, and how many positions there are.
    private IEnumerable<(string Name, int Value)> Numbers()
    {
        yield return ("xRow", _kernel.SourceStrides[0]);
        yield return ("yRow", _kernel.PooledStrides[0]);
        yield return ("wStep", _kernel.WeightPanel);
        for (int axis = 0; axis < Axes; axis++)
        {
            yield return ("count" + Literal.Int(axis), _kernel.Axes[axis].Positions);
            yield return ("x" + Literal.Int(axis) + "Step", _kernel.SourceStrides[axis + 1]);
            yield return ("y" + Literal.Int(axis) + "Step", _kernel.PooledStrides[axis + 1]);
        }
    }

    private string Block(string name, VectorWidth width)
    {
        string parameters = $"ref {Real} x, ref {Real} y, ref {Real} w, int rows, " + string.Join(", ", Numbers().Select(number => "nint " + number.Name));
        var body = new CodeWriter();
        WriteBlock(body, width);
        string summary = $"A block of channels: {Literal.Int(Sums)} {(Sums == 1 ? "sum" : "sums")} in registers.";
        return Shared(tiles, name + "Block" + width.Suffix, parameters, puts: false, summary, optimizes: true, body);
    }

    private void WriteBlock(CodeWriter body, VectorWidth width)
    {
        for (int k = 0; k < Sums; k++)
        {
            body.Line($"{width.Type} sum{k} = {width.Zero};");
        }

        int positions = SlidingTile.GradientPositions(Along);
        string step = $"x{Axes - 1}Step";
        DepthwiseTileEmitter.WriteSteps(body, DepthwiseTileEmitter.Met(Turns == Axes ? Along with { Window = 1 } : Along, positions).Append(Along.Stride), step);
        for (int axis = Turns; axis < Axes - 1; axis++)
        {
            DepthwiseTileEmitter.WriteSteps(body, Enumerable.Range(0, _kernel.Axes[axis].Window).Select(element => element * _kernel.Axes[axis].Dilation), $"x{axis}Step");
        }

        using (body.Block("for (nint n = 0; n < rows; n++)"))
        {
            WritePositions(body, width, positions, 0);
        }

        for (int k = 0; k < Sums; k++)
        {
            body.Line($"sum{k}.StoreUnsafe({At("w", k == 0 ? string.Empty : k == 1 ? "wStep" : $"{k} * wStep")});");
        }
    }

    private void WritePositions(CodeWriter body, VectorWidth width, int positions, int axis)
    {
        string q = "q" + Literal.Int(axis);
        if (axis < Axes - 1)
        {
            using (body.Block($"for (nint {q} = 0; {q} < count{axis}; {q}++)"))
            {
                WritePositions(body, width, positions, axis + 1);
            }

            return;
        }

        IEnumerable<string> met = Enumerable.Range(0, Axes - 1).Select(i => $"(q{i} * {(_kernel.Axes[i].Stride == 1 ? string.Empty : Literal.Int(_kernel.Axes[i].Stride) + " * ")}x{i}Step)").Prepend("(n * xRow)");
        IEnumerable<string> pooled = Enumerable.Range(0, Axes - 1).Select(i => $"(q{i} * y{i}Step)").Prepend("(n * yRow)");
        body.Line($"ref {Real} met = ref Unsafe.Add(ref x, {string.Join(" + ", met)});");
        body.Line($"ref {Real} gradient = ref Unsafe.Add(ref y, {string.Join(" + ", pooled)});");
        body.Line($"nint {q} = 0;");
        using (body.Block($"for (; {q} <= count{axis} - {positions}; {q} += {positions})"))
        {
            WriteTile(body, width, positions);
        }

        if (positions > 1)
        {
            body.Line();
            using (body.Block($"for (; {q} < count{axis}; {q}++)"))
            {
                WriteTile(body, width, 1);
            }
        }
    }

    private void WriteTile(CodeWriter body, VectorWidth width, int positions)
    {
        string yStep = $"y{Axes - 1}Step";
        string xStep = $"x{Axes - 1}Step";
        for (int t = 0; t < positions; t++)
        {
            body.Line($"{width.Type} y{t} = {width.Name}.LoadUnsafe({At("gradient", t == 0 ? string.Empty : t == 1 ? yStep : $"{t} * {yStep}")});");
        }

        // Every element of the window but those along the last axis, which windows side by side share.
        SlidingAxis along = Turns == Axes ? Along with { Window = 1 } : Along;
        int outer = Sums / along.Window;
        for (int element = 0; element < outer; element++)
        {
            int rest = element;
            string place = string.Empty;
            for (int axis = Axes - 2; axis >= Turns; axis--)
            {
                place = Sum(DepthwiseTileEmitter.Step($"x{axis}Step", rest % _kernel.Axes[axis].Window * _kernel.Axes[axis].Dilation), place);
                rest /= _kernel.Axes[axis].Window;
            }

            foreach (int step in DepthwiseTileEmitter.Met(along, positions))
            {
                string x = $"x{element}_{step}";
                body.Line($"{width.Type} {x} = {width.Name}.LoadUnsafe({At("met", Sum(place, DepthwiseTileEmitter.Step(xStep, step)))});");
                for (int t = 0; t < positions; t++)
                {
                    int further = step - (t * along.Stride);
                    if (further >= 0 && further % along.Dilation == 0 && further / along.Dilation < along.Window)
                    {
                        int sum = (element * along.Window) + (further / along.Dilation);
                        body.Line($"sum{sum} = {width.Name}.MultiplyAddEstimate({x}, y{t}, sum{sum});");
                    }
                }
            }
        }

        body.Line($"met = ref Unsafe.Add(ref met, {positions * Along.Stride} * {xStep});");
        body.Line($"gradient = ref Unsafe.Add(ref gradient, {positions} * {yStep});");
    }
}
