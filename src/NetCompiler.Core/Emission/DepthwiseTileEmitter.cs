using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes what one tile of a convolution of each channel by itself computes, from references to what its first window meets (<c>x</c>), the first weight (<c>w</c>) and
/// the first result (<c>y</c>); strides and counts of the outer axes of the window are arguments.
/// </summary>
internal sealed class DepthwiseTileEmitter(CodeWriter code, HelperSet helpers, ClosingMaps closing, DepthwiseKernel kernel, VectorWidth width, int positions) : KernelEmitter(code, helpers)
{
    private SlidingAxis Along => kernel.Axes[kernel.Axes.Count - 1];

    public void Write()
    {
        if (SlidingTile.IsWrittenOut(Along))
        {
            WriteSteps(Code, Met(Along, positions), "xStep");
        }
        else
        {
            WriteSteps(Code, Enumerable.Range(0, positions).Select(position => position * Along.Stride).Append(Along.Dilation), "xStep");
        }

        Code.Line($"{width.Type} start = {(kernel.Start >= 0 ? width.Load("e" + Literal.Int(kernel.Start)) : width.Zero)};");
        Code.Line($"{width.Type} {string.Join(", ", Enumerable.Range(0, positions).Select(t => $"sum{t} = start"))};");

        WriteElements(0);
        if (kernel.Channels % Layout.Vector != 0)
        {
            Code.Line($"{width.Type} mask = {Mask(width, "lanes")};");
        }

        for (int t = 0; t < positions; t++)
        {
            string[] values = [$"sum{t}", .. kernel.Extras.Select((extra, i) => Operand(extra, i, t))];
            string value = closing.Emit(kernel.Epilogue, width, values);
            value = kernel.Channels % Layout.Vector != 0 ? $"({value} & mask)" : value;
            Code.Line($"{value}.StoreUnsafe({At("y", Times("yStep", t))});");
        }
    }

    /// <summary>The steps from the first element at which windows side by side meet something, in order.</summary>
    public static IEnumerable<int> Met(SlidingAxis along, int positions) => Enumerable.Range(0, positions)
        .SelectMany(position => Enumerable.Range(0, along.Window).Select(element => (position * along.Stride) + (element * along.Dilation))).Distinct().OrderBy(step => step);

    /// <summary>Multiples of a stride that are used over and over, as locals.</summary>
    public static void WriteSteps(CodeWriter code, IEnumerable<int> steps, string name)
    {
        foreach (int step in steps.Distinct().Where(step => step > 1))
        {
            code.Line($"nint {name}{step} = {step} * {name};");
        }
    }

    /// <summary>A multiple of a stride; empty for none.</summary>
    public static string Step(string name, int times) => times switch { 0 => string.Empty, 1 => name, _ => name + Literal.Int(times) };

    private string Operand(SlidingExtra extra, int index, int position)
    {
        string reference = "e" + Literal.Int(index);
        return extra.Access switch
        {
            OperandAccess.Full => $"{width.Name}.LoadUnsafe({At(reference, Times(reference + "Step", position))})",
            OperandAccess.Column => width.Load(reference),
            OperandAccess.RowScalar => width.Create(position == 0 ? reference : $"Unsafe.Add(ref {reference}, {Times(reference + "Step", position)})"),
            OperandAccess.Scalar => width.Create(reference),
            OperandAccess.Scale => width.Create("scale"),
            _ => width.Create("share"),
        };
    }

    // Loops over the outer axes of the window; along the last one its elements are written out where they are few.
    private void WriteElements(int axis)
    {
        if (axis < kernel.Axes.Count - 1)
        {
            using (Code.Block($"for (nint k{axis} = 0; k{axis} < count{axis}; k{axis}++)"))
            {
                WriteElements(axis + 1);
                Code.Line($"x = ref Unsafe.Add(ref x, skip{axis});");
            }

            return;
        }

        if (!SlidingTile.IsWrittenOut(Along))
        {
            using (Code.Block($"for (int k = 0; k < {Literal.Int(Along.Window)}; k++)"))
            {
                Code.Line($"{width.Type} w0 = {width.Load("w")};");
                for (int t = 0; t < positions; t++)
                {
                    Code.Line($"sum{t} = {width.Name}.MultiplyAddEstimate({width.Name}.LoadUnsafe({At("x", Step("xStep", t * Along.Stride))}), w0, sum{t});");
                }

                Code.Line($"x = {At("x", Step("xStep", Along.Dilation))};");
                Code.Line($"w = ref Unsafe.Add(ref w, wStep);");
            }

            return;
        }

        for (int k = 0; k < Along.Window; k++)
        {
            Code.Line($"{width.Type} w{k} = {width.Name}.LoadUnsafe({At("w", Times("wStep", k))});");
        }

        // What is loaded once serves every window that meets it.
        foreach (int step in Met(Along, positions))
        {
            Code.Line($"{width.Type} x{step} = {width.Name}.LoadUnsafe({At("x", Step("xStep", step))});");
            for (int t = 0; t < positions; t++)
            {
                int further = step - (t * Along.Stride);
                if (further >= 0 && further % Along.Dilation == 0 && further / Along.Dilation < Along.Window)
                {
                    Code.Line($"sum{t} = {width.Name}.MultiplyAddEstimate(x{step}, w{further / Along.Dilation}, sum{t});");
                }
            }
        }

        Code.Line($"w = {At("w", Times("wStep", Along.Window))};");
    }
}
