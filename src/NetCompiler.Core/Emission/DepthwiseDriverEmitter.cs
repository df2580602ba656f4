using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>Writes what walks the tiles of a convolution of each channel by itself, with names instead of counts and strides: convolutions that walk alike have the same text.</summary>
/// <param name="code">Receives the text.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="kernel">The convolution.</param>
/// <param name="tile">The method of a tile.</param>
internal sealed class DepthwiseDriverEmitter(CodeWriter code, HelperSet helpers, DepthwiseKernel kernel, Func<VectorWidth, string> tile) : KernelEmitter(code, helpers)
{
    /// <summary>The names in the text.</summary>
    public NumberNames Numbers { get; } = new();

    /// <summary>Writes loops for every width, which differ in their steps only; the JIT knows those.</summary>
    public void Write()
    {
        Code.Line($"int lanes = {ByWidth(width => Literal.Int(width.Lanes))};");
        Code.Line($"int side = {ByWidth(width => Literal.Int(SlidingTile.Positions(Along, width.Size)))};");
        int elements = kernel.Axes.Aggregate(1, (product, axis) => product * axis.Window);
        using (Code.Block("for (int n = first; n < last; n++)"))
        using (Code.Block($"for (int c = 0; c < {Numbers.Of("channels", Layout.Pad(kernel.Channels))}; c += lanes)"))
        {
            string lanes = Numbers.Of("wLanes", kernel.WeightPanel);
            string start = kernel.IsReversed && elements > 1 ? Numbers.Of("wLast", (elements - 1) * kernel.WeightPanel) : string.Empty;
            Code.Line($"ref {Real} weight = {At("w", Sum($"(c / {lanes} * {Numbers.Of("wPanel", kernel.WeightPanel * elements)}) + (c % {lanes})", start))};");
            WritePositions(0);
        }
    }

    // A number that the hardware decides.
    private string ByWidth(Func<VectorWidth, string> number) => string.Concat(Widths.Select(width => width.IsNarrowest ? number(width) : $"{width.Name}.IsHardwareAccelerated ? {number(width)} : "));

    private int Axes => kernel.Axes.Count;

    private SlidingAxis Along => kernel.Axes[Axes - 1];

    private void WritePositions(int axis)
    {
        string q = "q" + Literal.Int(axis);
        string positions = Numbers.Of("positions" + Literal.Int(axis), kernel.Axes[axis].Positions);
        if (axis < Axes - 1)
        {
            using (Code.Block($"for (int {q} = 0; {q} < {positions}; {q}++)"))
            {
                WritePositions(axis + 1);
            }

            return;
        }

        // The last tile overlaps the one before: what both compute is the same, and nothing that is read is written.
        using (Code.Block($"for (int next = 0; next < {positions}; next += side)"))
        {
            Code.Line($"nint {q} = global::System.Math.Min(next, {positions} - side);");
            string arguments = Arguments();
            WriteDispatch(width => Code.Line($"{tile(width)}({arguments});"));
        }
    }

    // Where an operand's first element of a tile is, but for the channel.
    private string Place(string operand, IEnumerable<int> strides) => string.Join(
        " + ",
        strides.Select((stride, i) => i == 0 ? Numbers.Term("n", operand + "Row", stride) : Numbers.Term("q" + Literal.Int(i - 1), operand + "Along" + Literal.Int(i - 1), stride)).Where(term => term.Length > 0));

    private string Local(string name, string reference)
    {
        Code.Line($"ref {Real} {name} = {reference};");
        return "ref " + name;
    }

    private string Arguments()
    {
        IEnumerable<int> source = kernel.SourceStrides.Select((stride, i) => i == 0 ? stride : stride * kernel.Axes[i - 1].Stride);
        List<string> arguments = [Local("met", At("x", Sum(Place("x", source), "c"))), "ref weight", Local("to", At("y", Sum(Place("y", kernel.ResultStrides), "c")))];
        (SlidingExtra Extra, int Index)[] extras = SlidingExtra.InMemory(kernel.Extras).ToArray();
        arguments.AddRange(extras.Select(extra =>
        {
            string reference = "e" + Literal.Int(extra.Index);
            return extra.Extra.Access switch
            {
                OperandAccess.Full => Local(reference + "At", At(reference, Sum(Place(reference, extra.Extra.Strides), "c"))),
                OperandAccess.Column => Local(reference + "At", At(reference, "c")),
                OperandAccess.RowScalar => Local(reference + "At", At(reference, Place(reference, extra.Extra.Strides))),
                _ => "ref " + reference,
            };
        }));
        KernelSignature signature = KernelSignature.Of(kernel);
        bool isMasked = kernel.Channels % Layout.Vector != 0;
        arguments.AddRange(new[] { (signature.Scale, "scale"), (signature.Share, "share"), (isMasked, isMasked ? $"(int){Numbers.Of("valid", kernel.Channels)} - c" : string.Empty) }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        int pixel = kernel.SourceStrides[Axes];
        arguments.Add(Numbers.Of("xStep", pixel));
        arguments.Add(Numbers.Of("wStep", kernel.IsReversed ? -kernel.WeightPanel : kernel.WeightPanel));
        arguments.Add(Numbers.Of("yStep", kernel.ResultStrides[Axes]));
        arguments.AddRange(extras.Where(extra => extra.Extra.Moves).Select(extra => Numbers.Of($"e{extra.Index}Step", extra.Extra.Strides[Axes])));
        for (int axis = 0; axis < Axes - 1; axis++)
        {
            int passed = axis + 1 < Axes - 1 ? kernel.Axes[axis + 1].Window * kernel.Axes[axis + 1].Dilation * kernel.SourceStrides[axis + 2]
                : SlidingTile.IsWrittenOut(Along) ? 0 : Along.Window * Along.Dilation * pixel;
            arguments.Add(Numbers.Of("count" + Literal.Int(axis), kernel.Axes[axis].Window));
            arguments.Add(Numbers.Of("skip" + Literal.Int(axis), (kernel.Axes[axis].Dilation * kernel.SourceStrides[axis + 1]) - passed));
        }

        return string.Join(", ", arguments);
    }
}
