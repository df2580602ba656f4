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
/// <param name="closing">The methods of closing maps.</param>
/// <param name="methods">Tiles and what walks them so far, by their text: the name of each.</param>
internal sealed class DepthwiseEmitter(CodeWriter code, HelperSet helpers, ClosingMaps closing, IDictionary<string, string> methods) : KernelEmitter(code, helpers)
{
    private DepthwiseKernel _kernel = null!;

    public void Write(string name, DepthwiseKernel kernel, string summary)
    {
        _kernel = kernel;
        closing.Add(kernel.Epilogue);
        KernelSignature signature = KernelSignature.Of(kernel);
        List<(string, string)> operands = [(Real.Name, "x"), (Real.Name, "w"), (Real.Name, "y"), .. SlidingExtra.InMemory(_kernel.Extras).Select(extra => (Real.Name, "e" + Literal.Int(extra.Index)))];
        Dictionary<VectorWidth, string> tiles = Widths.ToDictionary(width => width, width => Tile(name, width, SlidingTile.Positions(Along, width.Size)));

        var text = new CodeWriter();
        var driver = new DepthwiseDriverEmitter(text, Helpers, kernel, width => tiles[width]);
        driver.Write();
        string parameters = Parameters(operands, signature);
        string method = Shared(methods, "Slide_" + Literal.Int(methods.Count), parameters + string.Concat(driver.Numbers.All.Select(number => ", nint " + number.Name)), puts: false, "Slides kernels of channels over rows.", optimizes: true, text);
        string arguments = string.Join(", ", operands.Select(operand => "ref " + operand.Item2)) + signature.Arguments() + string.Concat(driver.Numbers.All.Select(number => ", " + Literal.Int(number.Value)));
        WriteForwarding(name, parameters, signature.Puts, summary, $"{method}({arguments})");
    }

    private int Axes => _kernel.Axes.Count;

    private SlidingAxis Along => _kernel.Axes[Axes - 1];

    private bool IsMasked => _kernel.Channels % Layout.Vector != 0;

    // The method of a tile, which another convolution may have brought.
    private string Tile(string name, VectorWidth width, int positions)
    {
        KernelSignature signature = KernelSignature.Of(_kernel);
        List<string> parameters = [$"ref {Real} x", $"ref {Real} w", $"ref {Real} y", .. SlidingExtra.InMemory(_kernel.Extras).Select(extra => $"ref {Real} e" + Literal.Int(extra.Index))];
        parameters.AddRange(new[] { (signature.Scale, $"{Real} scale"), (signature.Share, $"{Real} share"), (IsMasked, "int lanes") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        parameters.Add("nint xStep");
        parameters.Add("nint wStep");
        parameters.Add("nint yStep");
        parameters.AddRange(SlidingExtra.InMemory(_kernel.Extras).Where(extra => extra.Extra.Moves).Select(extra => $"nint e{extra.Index}Step"));
        for (int axis = 0; axis < Axes - 1; axis++)
        {
            parameters.Add("nint count" + Literal.Int(axis));
            parameters.Add("nint skip" + Literal.Int(axis));
        }

        var body = new CodeWriter();
        new DepthwiseTileEmitter(body, Helpers, closing, _kernel, width, positions).Write();
        string summary = $"{Literal.Int(positions)} {(positions == 1 ? "position" : "positions side by side")}: a sum each in registers.";
        return Shared(methods, $"{name}Times{Literal.Int(positions)}{width.Suffix}", string.Join(", ", parameters), puts: false, summary, optimizes: true, body);
    }
}
