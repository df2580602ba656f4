using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes products of constant sparse matrices with lines of elements: the matrix is a table, and vectors run over what lies within. Rows of few
/// entries have loops of their own, whose sums are written out.
/// </summary>
internal sealed class ResampleEmitter(CodeWriter code, ISet<MathHelper> helpers) : KernelEmitter(code, helpers)
{
    // Entries of a row whose sum is written out.
    private const int LargestUnrolled = 4;

    // Numbers in a line of a table.
    private const int NumbersInLine = 24;

    private ResampleKernel _kernel = null!;
    private string _name = string.Empty;

    private int[] Counts => _kernel.Matrix.Rows.Select(row => row.Count).Distinct().OrderBy(count => count).ToArray();

    public void Write(string name, ResampleKernel kernel, string summary)
    {
        _kernel = kernel;
        _name = name;
        (string, string)[] operands = [("float", "x"), ("float", "y")];
        KernelSignature signature = KernelSignature.Of(kernel);
        WriteTables();
        if (kernel.Inner.Count > 0)
        {
            WriteWidths(name, operands, signature, summary, WriteBody);
            return;
        }

        // Lines of single numbers: plain arithmetic, the same at every width.
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line(Optimize);
        Code.Line($"private static void {name}({Parameters(operands, signature)})");
        using (Code.Block(string.Empty))
        {
            WriteBody(VectorWidth.Scalar);
        }
    }

    private void WriteTables()
    {
        EquatableArray<EquatableArray<MatrixEntry>> rows = _kernel.Matrix.Rows;
        WriteTable("int", "Places", "Where the entries of the matrix find their elements of a line.", rows.SelectMany(row => row).Select(entry => Literal.Int((long)entry.Column * _kernel.SourceStride)));
        if (!_kernel.Matrix.IsOfOnes)
        {
            WriteTable("float", "Weights", "The entries of the matrix.", rows.SelectMany(row => row).Select(entry => Literal.Float(entry.Weight)));
        }

        if (Counts.Length > 1)
        {
            int start = 0;
            WriteTable("int", "Starts", "The first entry of each row of the matrix, and the end.", rows.Select(row => row.Count).Prepend(0).Select(count => Literal.Int(start += count)));
        }
    }

    private void WriteTable(string type, string name, string summary, IEnumerable<string> numbers)
    {
        string[] all = numbers.ToArray();
        Code.Line();
        Code.Line($"/// <summary>{summary}</summary>");
        Code.Line($"private static global::System.ReadOnlySpan<{type}> {_name}{name} =>");
        Code.Line("[");
        for (int at = 0; at < all.Length; at += NumbersInLine)
        {
            Code.Line("    " + string.Join(", ", all.Skip(at).Take(NumbersInLine)) + ",");
        }

        Code.Line("];");
    }

    private void WriteBody(VectorWidth width)
    {
        Code.Line($"global::System.ReadOnlySpan<int> places = {_name}Places;");
        if (!_kernel.Matrix.IsOfOnes)
        {
            Code.Line($"global::System.ReadOnlySpan<float> weights = {_name}Weights;");
        }

        if (Counts.Length > 1)
        {
            Code.Line($"global::System.ReadOnlySpan<int> starts = {_name}Starts;");
        }

        WriteLoops(_kernel.Outer, "n", 0, () =>
        {
            Code.Line($"ref float from = {At("x", IndexOf(_kernel.Outer, "n", loop => loop.SourceStride))};");
            Code.Line($"ref float to = {At("y", IndexOf(_kernel.Outer, "n", loop => loop.TargetStride))};");
            WriteLine(width);
        });
    }

    private void WriteLoops(EquatableArray<Loop> loops, string variable, int index, Action body)
    {
        if (index == loops.Count)
        {
            body();
            return;
        }

        string i = variable + Literal.Int(index);
        Count count = loops[index].Count;
        using (Code.Block($"for (int {i} = {(count.TimesRows ? "first" : "0")}; {i} < {(count.TimesRows ? "last" : CountOf(count))}; {i}++)"))
        {
            WriteLoops(loops, variable, index + 1, body);
        }
    }

    private static string IndexOf(EquatableArray<Loop> loops, string variable, Func<Loop, int> stride) =>
        Index(loops.Select((loop, i) => (variable + Literal.Int(i), stride(loop))).ToArray());

    private void WriteLine(VectorWidth width)
    {
        int[] counts = Counts;
        int rows = _kernel.Matrix.Rows.Count;
        using (Code.Block($"for (int i = 0; i < {Literal.Int(rows)}; i++)"))
        {
            Code.Line($"ref float target = {At("to", Index(("i", _kernel.TargetStride)))};");
            if (counts.Length == 1)
            {
                Code.Line($"int start = {(counts[0] == 1 ? "i" : $"i * {Literal.Int(counts[0])}")};");
                WriteRow(width, counts[0], "start + " + Literal.Int(counts[0]));
            }
            else
            {
                Code.Line("int start = starts[i];");
                Code.Line("int end = starts[i + 1];");
                int[] unrolled = counts.Where(count => count is > 0 and <= LargestUnrolled).ToArray();
                for (int choice = 0; choice < unrolled.Length; choice++)
                {
                    bool isElse = choice == unrolled.Length - 1 && unrolled.Length == counts.Length;
                    using (Code.Block(isElse ? "else" : $"{(choice == 0 ? "if" : "else if")} (end - start == {Literal.Int(unrolled[choice])})"))
                    {
                        WriteRow(width, unrolled[choice], "end");
                    }
                }

                if (unrolled.Length < counts.Length)
                {
                    using (unrolled.Length == 0 ? null : Code.Block("else"))
                    {
                        WriteRow(width, 0, "end");
                    }
                }
            }
        }

        if (_kernel.Padding > 0)
        {
            Code.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan({At("to", Literal.Int(rows))}, {Literal.Int(_kernel.Padding)}).Clear();");
        }
    }

    // Element i of a line, or a run of elements within: the sum over a known number of entries, or over those from start to end.
    private void WriteRow(VectorWidth width, int entries, string end)
    {
        bool isUnrolled = entries is > 0 and <= LargestUnrolled;
        bool hasWeights = !_kernel.Matrix.IsOfOnes;
        for (int k = 0; isUnrolled && k < entries; k++)
        {
            string at = k == 0 ? "start" : "start + " + Literal.Int(k);
            Code.Line($"ref float source{k} = ref Unsafe.Add(ref from, places[{at}]);");
            if (hasWeights)
            {
                Code.Line(width.IsScalar ? $"float weight{k} = weights[{at}];" : $"{width.Type} weight{k} = {width.Create($"weights[{at}]")};");
            }
        }

        if (_kernel.Inner.Count == 0)
        {
            WriteSum(width, string.Empty, string.Empty);
            return;
        }

        EquatableArray<Loop> around = _kernel.Inner.Take(_kernel.Inner.Count - 1).ToEquatableArray();
        WriteLoops(around, "m", 0, () =>
        {
            int length = _kernel.Inner[_kernel.Inner.Count - 1].Count.Constant;
            int whole = _kernel.IsPadded ? Layout.Pad(length) : length / width.Lanes * width.Lanes;
            string source = IndexOf(around, "m", loop => loop.SourceStride);
            string target = IndexOf(around, "m", loop => loop.TargetStride);
            if (whole > 0)
            {
                using (Code.Block($"for (int j = 0; j < {Literal.Int(whole)}; j += {Literal.Int(width.Lanes)})"))
                {
                    WriteSum(width, Sum(source, "j"), Sum(target, "j"));
                }
            }

            if (whole < length)
            {
                using (Code.Block($"for (int j = {Literal.Int(whole)}; j < {Literal.Int(length)}; j++)"))
                {
                    WriteSum(VectorWidth.Scalar, Sum(source, "j"), Sum(target, "j"));
                }
            }
        });

        void WriteSum(VectorWidth lanes, string from, string to)
        {
            string Term(string reference, string weight, string sum)
            {
                string element = Loaded(lanes, reference, from);
                if (!hasWeights)
                {
                    return sum.Length == 0 ? element : $"({sum} + {element})";
                }

                // A single number beside the vectors takes its weight out of the table again.
                return sum.Length == 0 ? $"({element} * {weight})"
                    : lanes.IsScalar ? $"({sum} + ({element} * {weight}))" : $"{lanes.Name}.MultiplyAddEstimate({element}, {weight}, {sum})";
            }

            if (isUnrolled)
            {
                string sum = string.Empty;
                for (int k = 0; k < entries; k++)
                {
                    string weight = lanes.IsScalar && !width.IsScalar ? $"weight{k}.ToScalar()" : "weight" + Literal.Int(k);
                    sum = Term("source" + Literal.Int(k), weight, sum);
                }

                Code.Line(Stored(lanes, sum, to));
                return;
            }

            Code.Line($"{lanes.Type} sum = {lanes.Zero};");
            using (Code.Block($"for (int k = start; k < {end}; k++)"))
            {
                Code.Line("ref float source = ref Unsafe.Add(ref from, places[k]);");
                Code.Line($"sum = {Term("source", lanes.Create("weights[k]"), "sum")};");
            }

            Code.Line(Stored(lanes, "sum", to));
        }
    }

    private static string Loaded(VectorWidth width, string reference, string at)
    {
        string element = at.Length == 0 ? reference : $"Unsafe.Add(ref {reference}, {at})";
        return width.IsScalar ? element : $"{width.Name}.LoadUnsafe(ref {element})";
    }

    private static string Stored(VectorWidth width, string value, string at)
    {
        string element = at.Length == 0 ? "target" : $"Unsafe.Add(ref target, {at})";
        return width.IsScalar ? $"{element} = {value};" : $"{value}.StoreUnsafe(ref {element});";
    }
}
