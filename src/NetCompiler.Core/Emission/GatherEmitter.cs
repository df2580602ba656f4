using System;
using System.Collections.Generic;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>Writes what takes rows of tables and what adds to them, by integers of the caller's, which its entry has checked.</summary>
internal sealed class GatherEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Vectors of a row that are written out.
    private const int LargestUnrolled = 8;

    public void Write(string name, GatherKernel kernel, string summary)
    {
        List<(string, string)> operands = [(Real.Name, "a"), ("int", "i"), (Real.Name, "y")];
        KernelSignature signature = KernelSignature.Of(kernel);
        if (kernel.Table.Panel > 0)
        {
            WriteNumbers(name, operands, signature, summary, () => WriteLoops(kernel.Loops, 0, kernel.HasRows, loop => loop.SourceStride, loop => loop.TargetStride, (index, place) => WriteFromPanels(kernel, index, place)));
            return;
        }

        WriteWidths(name, operands, signature, summary, width =>
        {
            WriteMask(width, kernel.Width);
            WriteLoops(kernel.Loops, 0, kernel.HasRows, loop => loop.SourceStride, loop => loop.TargetStride, (index, place) =>
            {
                Code.Line($"ref {Real} from = {At("a", $"Unsafe.Add(ref i, {OrZero(index)}) * (nint){Literal.Int(kernel.TableStride)}")};");
                Code.Line($"ref {Real} to = {At("y", place)};");
                WriteVectors(width, kernel.Width, (offset, mask) => Code.Line($"{Masked($"{width.Name}.LoadUnsafe({Place("from", offset)})", mask)}.StoreUnsafe({Place("to", offset)});"));
            });
        });
    }

    public void Write(string name, ScatterAddKernel kernel, string summary)
    {
        int stride = Layout.Pad(kernel.Width);
        WriteWidths(name, [(Real.Name, "y"), ("int", "i"), (Real.Name, "a")], KernelSignature.Of(kernel), summary, width =>
        {
            using (Code.Block($"for (nint j = first * (nint){Literal.Int(stride)}; j < last * (nint){Literal.Int(stride)}; j += {Literal.Int(width.Lanes)})"))
            {
                Code.Line($"{width.Zero}.StoreUnsafe(ref Unsafe.Add(ref a, j));");
            }

            Code.Line();
            WriteLoops(kernel.Loops, 0, false, loop => loop.TargetStride, loop => loop.SourceStride, (index, place) =>
            {
                Code.Line($"int v = Unsafe.Add(ref i, {OrZero(index)});");
                using (Code.Block("if (v >= first && v < last)"))
                {
                    Code.Line($"ref {Real} to = ref Unsafe.Add(ref a, v * (nint){Literal.Int(stride)});");
                    Code.Line($"ref {Real} from = {At("y", place)};");
                    WriteVectors(width, stride, (offset, _) => Code.Line($"({width.Name}.LoadUnsafe({Place("to", offset)}) + {width.Name}.LoadUnsafe({Place("from", offset)})).StoreUnsafe({Place("to", offset)});"));
                }
            });
        });
    }

    private static string OrZero(string index) => index.Length == 0 ? "0" : index;

    private static string Place(string reference, string offset) => offset == "0" ? "ref " + reference : int.TryParse(offset, out _) ? $"ref {reference}, {offset}" : $"ref Unsafe.Add(ref {reference}, {offset})";

    private static string Masked(string value, string mask) => mask.Length == 0 ? value : $"({value} & {mask})";

    private void WriteMask(VectorWidth width, int length)
    {
        if (length % width.Lanes != 0)
        {
            Code.Line($"{width.Type} mask = {Mask(width, Literal.Int(length % width.Lanes))};");
        }
    }

    // All elements of a row, padding included: whole vectors, a masked one, and zeros.
    private void WriteVectors(VectorWidth width, int length, Action<string, string> write)
    {
        int whole = length / width.Lanes * width.Lanes;
        if (whole / width.Lanes <= LargestUnrolled)
        {
            for (int offset = 0; offset < whole; offset += width.Lanes)
            {
                write(Literal.Int(offset), string.Empty);
            }
        }
        else
        {
            using (Code.Block($"for (int j = 0; j < {Literal.Int(whole)}; j += {Literal.Int(width.Lanes)})"))
            {
                write("j", string.Empty);
            }
        }

        if (whole < length)
        {
            write(Literal.Int(whole), "mask");
            whole += width.Lanes;
        }

        for (; whole < Layout.Pad(length); whole += width.Lanes)
        {
            Code.Line($"{width.Zero}.StoreUnsafe({Place("to", Literal.Int(whole))});");
        }
    }

    private void WriteFromPanels(GatherKernel kernel, string index, string place)
    {
        Code.Line($"nint v = Unsafe.Add(ref i, {OrZero(index)});");
        Code.Line($"ref {Real} from = ref Unsafe.Add(ref a, {Lane("v", kernel.Table.Panel, Literal.Int(kernel.TableStride))});");
        Code.Line($"ref {Real} to = {At("y", place)};");
        using (Code.Block($"for (nint j = 0; j < {Literal.Int(kernel.Width)}; j++)"))
        {
            Code.Line($"Unsafe.Add(ref to, j) = Unsafe.Add(ref from, j * {Literal.Int(kernel.Table.Panel)});");
        }

        if (kernel.Width % Layout.Vector != 0)
        {
            using (Code.Block($"for (nint j = {Literal.Int(kernel.Width)}; j < {Literal.Int(Layout.Pad(kernel.Width))}; j++)"))
            {
                Code.Line($"Unsafe.Add(ref to, j) = {Real.Number(0)};");
            }
        }
    }

    // Loops over all integers: the caller gets where an integer is, and where what it belongs to is.
    private void WriteLoops(EquatableArray<Loop> loops, int level, bool isDivided, Func<Loop, int> indexStride, Func<Loop, int> placeStride, Action<string, string> body)
    {
        if (level == loops.Count)
        {
            string Where(Func<Loop, int> stride)
            {
                string place = string.Empty;
                for (int i = 0; i < loops.Count; i++)
                {
                    place = Sum(place, Index(("n" + Literal.Int(i), stride(loops[i]))));
                }

                return place;
            }

            body(Where(indexStride), Where(placeStride));
            return;
        }

        string n = "n" + Literal.Int(level);
        using (Code.Block(isDivided && level == 0 ? $"for (nint {n} = first; {n} < last; {n}++)" : $"for (nint {n} = 0; {n} < {CountOf(loops[level].Count)}; {n}++)"))
        {
            WriteLoops(loops, level + 1, isDivided, indexStride, placeStride, body);
        }
    }
}
