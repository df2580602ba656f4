using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes copies of bytes as floats. Product and sum are rounded apart, at every width and in rests of rows, as the runtime rounds the bytes of a
/// data set: whoever scales sees the same numbers.
/// </summary>
internal sealed class FromBytesEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Bytes of a vector of 128 bits, which is loaded at once.
    private const int Lanes = 16;

    // Planes that are interleaved in registers: red, green, blue and opacity.
    private const int MostPlanes = 4;

    public void Write(string name, FromBytesKernel kernel, string summary)
    {
        (string, string)[] operands = [("byte", "x"), (Real.Name, "y")];
        if (!IsRun(kernel) && !IsInterleaved(kernel))
        {
            Code.Line();
            Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
            Code.Line(Optimize);
            Code.Line($"private static void {name}({Parameters(operands, KernelSignature.Of(kernel))})");
            using (Code.Block(string.Empty))
            {
                WriteLoops(kernel, 0, kernel.Loops.Count, () => WriteElement(kernel));
            }

            return;
        }

        WriteWidths(name, operands, KernelSignature.Of(kernel), summary, width =>
        {
            int whole = kernel.Loops.Count - (IsRun(kernel) ? 1 : 2);
            WriteLoops(kernel, 0, whole, () =>
            {
                if (IsRun(kernel))
                {
                    WriteRun(kernel, width);
                }
                else
                {
                    WriteInterleaved(kernel, width);
                }
            });
        });
    }

    // Bytes side by side become floats side by side, under one scale.
    private static bool IsRun(FromBytesKernel kernel) =>
        kernel.Loops[kernel.Loops.Count - 1] is { SourceStride: 1, TargetStride: 1, Count: { TimesRows: false, Constant: >= Lanes } } && kernel.ScaledLoop != kernel.Loops.Count - 1;

    // Bytes side by side in each of a few planes become pixels of as many floats.
    private static bool IsInterleaved(FromBytesKernel kernel) =>
        kernel.Padding == 0 && kernel.Loops.Count >= 2
        && kernel.Loops[kernel.Loops.Count - 1] is { TargetStride: 1, Count: { TimesRows: false, Constant: >= 2 and <= MostPlanes } planes }
        && kernel.Loops[kernel.Loops.Count - 2] is { SourceStride: 1, Count: { TimesRows: false, Constant: >= Lanes } } pixels && pixels.TargetStride == planes.Constant
        && (kernel.ScaledLoop < 0 || kernel.ScaledLoop == kernel.Loops.Count - 1);

    private static string Variable(int loop) => "i" + Literal.Int(loop);

    private static string Source(FromBytesKernel kernel, int loops) => Index([.. kernel.Loops.Take(loops).Select((loop, i) => (Variable(i), loop.SourceStride))]);

    private static string Target(FromBytesKernel kernel, int loops) => Index([.. kernel.Loops.Take(loops).Select((loop, i) => (Variable(i), loop.TargetStride))]);

    private void WriteLoops(FromBytesKernel kernel, int index, int end, Action body)
    {
        if (index == end)
        {
            body();
            return;
        }

        if (index == kernel.ScaledLoop)
        {
            Code.Line($"global::System.ReadOnlySpan<{Real}> scales = [{string.Join(", ", kernel.Scales.Select(Real.Number))}];");
            Code.Line($"global::System.ReadOnlySpan<{Real}> offsets = [{string.Join(", ", kernel.Offsets.Select(Real.Number))}];");
        }

        Count count = kernel.Loops[index].Count;
        string variable = Variable(index);
        string range = count.TimesRows ? $"{variable} = first; {variable} < last" : $"{variable} = 0; {variable} < {CountOf(count)}";
        using (Code.Block($"for (int {range}; {variable}++)"))
        {
            if (index == kernel.ScaledLoop)
            {
                Code.Line($"{Real} scale = scales[{variable}];");
                Code.Line($"{Real} offset = offsets[{variable}];");
            }

            WriteLoops(kernel, index + 1, end, body);
        }

        if (index == kernel.Loops.Count - 1)
        {
            WritePadding(kernel);
        }
    }

    private void WritePadding(FromBytesKernel kernel)
    {
        if (kernel.Padding > 0)
        {
            string end = Sum(Target(kernel, kernel.Loops.Count - 1), CountOf(kernel.Loops[kernel.Loops.Count - 1].Count));
            Code.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan({At("y", end)}, {Literal.Int(kernel.Padding)}).Clear();");
        }
    }

    private string Scaled(FromBytesKernel kernel, string value)
    {
        bool isNamed = kernel.ScaledLoop >= 0;
        string scale = isNamed ? "scale" : Real.Number(kernel.Scales[0]);
        string offset = isNamed ? "offset" : Real.Number(kernel.Offsets[0]);
        return $"({value} * {scale}) + {offset}";
    }

    private void WriteElement(FromBytesKernel kernel)
    {
        string target = Target(kernel, kernel.Loops.Count);
        string source = Source(kernel, kernel.Loops.Count);
        Code.Line($"{Element("y", target)} = {Scaled(kernel, Element("x", source))};");
    }

    private static string Element(string reference, string index) => index.Length == 0 ? reference : $"Unsafe.Add(ref {reference}, {index})";

    private void WriteRun(FromBytesKernel kernel, VectorWidth width)
    {
        int last = kernel.Loops.Count - 1;
        int length = kernel.Loops[last].Count.Constant;
        bool isNamed = kernel.ScaledLoop >= 0;
        string scale = isNamed ? width.Create("scale") : width.Constant(kernel.Scales[0]);
        string offset = isNamed ? width.Create("offset") : width.Constant(kernel.Offsets[0]);
        Code.Line($"ref byte from = {At("x", Source(kernel, last))};");
        Code.Line($"ref {Real} to = {At("y", Target(kernel, last))};");

        // Of the last bytes some may be computed twice; a vector never reads beyond the run.
        bool hasRest = length % Lanes != 0;
        string step = hasRest ? $"i = global::System.Math.Max(i + 1, global::System.Math.Min(i + {Literal.Int(Lanes)}, {Literal.Int(length - Lanes)}))" : $"i += {Literal.Int(Lanes)}";
        using (Code.Block($"for (int i = 0; i <= {Literal.Int(length - Lanes)}; {step})"))
        {
            Code.Line("Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)i);");
            WriteVectors(width, "bytes", _ => (scale, offset), "i", 0);
        }

        WritePadding(kernel);
    }

    private void WriteInterleaved(FromBytesKernel kernel, VectorWidth width)
    {
        int last = kernel.Loops.Count - 1;
        int planes = kernel.Loops[last].Count.Constant;
        int plane = kernel.Loops[last].SourceStride;
        int pixels = kernel.Loops[last - 1].Count.Constant;
        double Scale(int element) => kernel.Scales[kernel.ScaledLoop < 0 ? 0 : element % planes];
        double Offset(int element) => kernel.Offsets[kernel.ScaledLoop < 0 ? 0 : element % planes];
        Code.Line($"ref byte from = {At("x", Source(kernel, last - 1))};");
        Code.Line($"ref {Real} to = {At("y", Target(kernel, last - 1))};");
        bool hasRest = pixels % Lanes != 0;
        string step = hasRest ? $"i = global::System.Math.Max(i + 1, global::System.Math.Min(i + {Literal.Int(Lanes)}, {Literal.Int(pixels - Lanes)}))" : $"i += {Literal.Int(Lanes)}";
        using (Code.Block($"for (int i = 0; i <= {Literal.Int(pixels - Lanes)}; {step})"))
        {
            for (int p = 0; p < planes; p++)
            {
                Code.Line($"Vector128<byte> p{p} = Vector128.LoadUnsafe(ref from, {(p == 0 ? "(nuint)i" : $"(nuint)(i + {Literal.Int((long)p * plane)})")});");
            }

            for (int group = 0; group < planes; group++)
            {
                // Element e of the result is byte e / planes of plane e % planes; a shuffle gives 0 for an index that is none.
                string[] shuffled = [.. Enumerable.Range(0, planes).Select(p =>
                {
                    IEnumerable<string> indices = Enumerable.Range(group * Lanes, Lanes).Select(element => element % planes == p ? Literal.Int(element / planes) : "255");
                    return $"Vector128.Shuffle(p{p}, Vector128.Create((byte){string.Join(", ", indices)}))";
                })];
                Code.Line($"Vector128<byte> b{group} = {string.Join(" | ", shuffled)};");
                WriteVectors(
                    width,
                    "b" + Literal.Int(group),
                    part => (Constants(width, lane => Scale((group * Lanes) + (part * width.Lanes) + lane)), Constants(width, lane => Offset((group * Lanes) + (part * width.Lanes) + lane))),
                    $"(i * {Literal.Int(planes)})",
                    group * Lanes);
            }
        }
    }

    private static string Constants(VectorWidth width, Func<int, double> number)
    {
        double[] numbers = [.. Enumerable.Range(0, width.Lanes).Select(number)];
        return numbers.Distinct().Count() == 1 ? width.Constant(numbers[0]) : $"{width.Name}.Create({string.Join(", ", numbers.Select(width.Real.Number))})";
    }

    // Sixteen bytes as floats, in as many vectors as they need; scale and offset by the vector's number.
    private void WriteVectors(VectorWidth width, string bytes, Func<int, (string Scale, string Offset)> scaling, string start, int displacement)
    {
        string[] widened = width.Bits switch
        {
            512 => [$"Vector512.WidenLower(Vector512.WidenLower(Vector256.ToVector512Unsafe(Vector128.ToVector256Unsafe({bytes}))))"],
            256 =>
            [
                $"Vector256.WidenLower(Vector256.WidenLower(Vector128.ToVector256Unsafe({bytes})))",
                $"Vector256.WidenUpper(Vector256.WidenLower(Vector128.ToVector256Unsafe({bytes})))",
            ],
            _ =>
            [
                $"Vector128.WidenLower(Vector128.WidenLower({bytes}))",
                $"Vector128.WidenUpper(Vector128.WidenLower({bytes}))",
                $"Vector128.WidenLower(Vector128.WidenUpper({bytes}))",
                $"Vector128.WidenUpper(Vector128.WidenUpper({bytes}))",
            ],
        };
        if (Real.IsDouble)
        {
            widened = [.. widened.SelectMany(integers => new[] { $"{width.Name}.WidenLower({integers})", $"{width.Name}.WidenUpper({integers})" })];
        }

        string convert = Real.IsDouble ? "ConvertToDouble" : "ConvertToSingle";
        string signed = Real.IsDouble ? "AsInt64" : "AsInt32";
        for (int part = 0; part < widened.Length; part++)
        {
            (string scale, string offset) = scaling(part);
            int moved = displacement + (part * width.Lanes);
            string index = moved == 0 ? start : $"({start} + {Literal.Int(moved)})";
            Code.Line($"(({width.Name}.{convert}({width.Name}.{signed}({widened[part]})) * {scale}) + {offset}).StoreUnsafe(ref to, (nuint){index});");
        }
    }
}
