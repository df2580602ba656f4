using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes convolutions of each channel by itself: a block of channels passes over all positions, several of them side by side in a tile, so that what is loaded
/// once serves all windows that meet it. Tiles take strides and counts as arguments, so that convolutions of several sizes share them.
/// </summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="tiles">Tiles so far, by their text: the name of each.</param>
internal sealed class DepthwiseEmitter(CodeWriter code, ISet<MathHelper> helpers, IDictionary<string, string> tiles) : KernelEmitter(code, helpers)
{
    private DepthwiseKernel _kernel = null!;

    public void Write(string name, DepthwiseKernel kernel, string summary)
    {
        _kernel = kernel;
        KernelSignature signature = KernelSignature.Of(kernel);
        List<(string, string)> operands = [("float", "x"), ("float", "w"), ("float", "y"), .. MemoryExtras.Select(extra => ("float", "e" + Literal.Int(extra.Index)))];
        var methods = new Dictionary<(VectorWidth Width, int Positions), string>();
        foreach (VectorWidth width in VectorWidth.All)
        {
            int side = SlidingTile.Positions(Along, width.Lanes);
            foreach (int positions in new[] { side, Along.Positions % side }.Where(positions => positions > 0))
            {
                methods.Add((width, positions), Tile(name, width, positions));
            }
        }

        WriteMethod(name, Parameters(operands, signature), signature.Puts, summary, optimizes: true, () => WriteDispatch(width => WriteDriver(width, positions => methods[(width, positions)])));
    }

    private IEnumerable<(SlidingExtra Extra, int Index)> MemoryExtras =>
        _kernel.Extras.Select((extra, index) => (extra, index)).Where(extra => extra.extra.Access is not (OperandAccess.Scale or OperandAccess.Share));

    private int Axes => _kernel.Axes.Count;

    private SlidingAxis Along => _kernel.Axes[Axes - 1];

    private int PixelStride => _kernel.SourceStrides[Axes];

    private bool IsMasked => _kernel.Channels % Layout.Vector != 0;

    private static bool Moves(SlidingExtra extra) => extra.Access is OperandAccess.Full or OperandAccess.RowScalar;

    private void WriteDriver(VectorWidth width, Func<int, string> method)
    {
        int elements = _kernel.Axes.Aggregate(1, (product, axis) => product * axis.Window);
        using (Code.Block("for (int n = first; n < last; n++)"))
        using (Code.Block($"for (int c = 0; c < {Literal.Int(Layout.Pad(_kernel.Channels))}; c += {Literal.Int(width.Lanes)})"))
        {
            int panel = _kernel.WeightPanel;
            string start = _kernel.IsReversed && elements > 1 ? Literal.Int((elements - 1) * panel) : string.Empty;
            Code.Line($"ref float weight = {At("w", Sum($"(c / {Literal.Int(panel)} * {Literal.Int(panel * elements)}) + (c % {Literal.Int(panel)})", start))};");
            WritePositions(width, method, 0);
        }
    }

    private void WritePositions(VectorWidth width, Func<int, string> method, int axis)
    {
        string q = "q" + Literal.Int(axis);
        if (axis < Axes - 1)
        {
            using (Code.Block($"for (int {q} = 0; {q} < {Literal.Int(_kernel.Axes[axis].Positions)}; {q}++)"))
            {
                WritePositions(width, method, axis + 1);
            }

            return;
        }

        int side = SlidingTile.Positions(Along, width.Lanes);
        int rest = Along.Positions % side;
        Code.Line($"int {q} = 0;");
        using (Code.Block($"for (; {q} < {Literal.Int(Along.Positions - rest)}; {q} += {Literal.Int(side)})"))
        {
            Code.Line($"{method(side)}({Arguments()});");
        }

        if (rest > 0)
        {
            Code.Line();
            Code.Line($"{method(rest)}({Arguments()});");
        }
    }

    private string Place(IEnumerable<int> strides) => Index(strides.Select((stride, i) => (i == 0 ? "n" : "q" + Literal.Int(i - 1), stride)).ToArray());

    private string Arguments()
    {
        IEnumerable<int> source = _kernel.SourceStrides.Select((stride, i) => i == 0 ? stride : stride * _kernel.Axes[i - 1].Stride);
        List<string> arguments = [At("x", Sum(Place(source), "c")), "ref weight", At("y", Sum(Place(_kernel.ResultStrides), "c"))];
        arguments.AddRange(MemoryExtras.Select(extra => extra.Extra.Access switch
        {
            OperandAccess.Full => At("e" + Literal.Int(extra.Index), Sum(Place(extra.Extra.Strides), "c")),
            OperandAccess.Column => At("e" + Literal.Int(extra.Index), "c"),
            OperandAccess.RowScalar => At("e" + Literal.Int(extra.Index), Place(extra.Extra.Strides)),
            _ => "ref e" + Literal.Int(extra.Index),
        }));
        KernelSignature signature = KernelSignature.Of(_kernel);
        arguments.AddRange(new[] { (signature.Scale, "scale"), (signature.Share, "share"), (IsMasked, Literal.Int(_kernel.Channels) + " - c") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        arguments.Add(Literal.Int(PixelStride));
        arguments.Add(Literal.Int(_kernel.IsReversed ? -_kernel.WeightPanel : _kernel.WeightPanel));
        arguments.Add(Literal.Int(_kernel.ResultStrides[Axes]));
        arguments.AddRange(MemoryExtras.Where(extra => Moves(extra.Extra)).Select(extra => Literal.Int(extra.Extra.Strides[Axes])));
        for (int axis = 0; axis < Axes - 1; axis++)
        {
            int passed = axis + 1 < Axes - 1 ? _kernel.Axes[axis + 1].Window * _kernel.Axes[axis + 1].Dilation * _kernel.SourceStrides[axis + 2]
                : SlidingTile.IsWrittenOut(Along) ? 0 : Along.Window * Along.Dilation * PixelStride;
            arguments.Add(Literal.Int(_kernel.Axes[axis].Window));
            arguments.Add(Literal.Int((_kernel.Axes[axis].Dilation * _kernel.SourceStrides[axis + 1]) - passed));
        }

        return string.Join(", ", arguments);
    }

    // The method of a tile, which another convolution may have brought.
    private string Tile(string name, VectorWidth width, int positions)
    {
        KernelSignature signature = KernelSignature.Of(_kernel);
        List<string> parameters = ["ref float x", "ref float w", "ref float y", .. MemoryExtras.Select(extra => "ref float e" + Literal.Int(extra.Index))];
        parameters.AddRange(new[] { (signature.Scale, "float scale"), (signature.Share, "float share"), (IsMasked, "int lanes") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        parameters.Add("nint xStep");
        parameters.Add("nint wStep");
        parameters.Add("nint yStep");
        parameters.AddRange(MemoryExtras.Where(extra => Moves(extra.Extra)).Select(extra => $"nint e{extra.Index}Step"));
        for (int axis = 0; axis < Axes - 1; axis++)
        {
            parameters.Add("nint count" + Literal.Int(axis));
            parameters.Add("nint skip" + Literal.Int(axis));
        }

        var body = new CodeWriter();
        new DepthwiseTileEmitter(body, Helpers, _kernel, width, positions).Write();
        string summary = $"{Literal.Int(positions)} {(positions == 1 ? "position" : "positions side by side")}: a sum each in registers.";
        return Shared(tiles, $"{name}Times{Literal.Int(positions)}{width.Suffix}", string.Join(", ", parameters), puts: false, summary, optimizes: true, body);
    }
}
