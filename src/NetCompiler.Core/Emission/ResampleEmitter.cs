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
/// entries have loops of their own, whose sums are written out. Where lines are single numbers, vectors run over rows of the matrix that repeat each other
/// one column further on: the inside of a reflection, and sums over neighbours.
/// </summary>
internal sealed class ResampleEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Entries of a row whose sum is written out.
    private const int LargestUnrolled = 4;

    // Rows that repeat each other for which vectors are worth their text, and the entries of one of them.
    private const int ShortestBand = 4;
    private const int LargestBand = 16;

    // Numbers in a line of a table.
    private const int NumbersInLine = 24;

    private ResampleKernel _kernel = null!;
    private string _name = string.Empty;

    /// <summary>The longest run of rows each of which is the one before, one column further on; null where there is none to speak of.</summary>
    private (int First, int End)? Band
    {
        get
        {
            if (_kernel.Inner.Count > 0 || _kernel.SourceStride != 1 || _kernel.TargetStride != 1)
            {
                return null;
            }

            EquatableArray<EquatableArray<MatrixEntry>> rows = _kernel.Matrix.Rows;
            (int First, int End) best = (0, 0);
            int first = 0;
            for (int end = 1; end <= rows.Count; end++)
            {
                if (end == rows.Count || !rows[end].SequenceEqual(rows[end - 1].Select(entry => entry with { Column = entry.Column + 1 })))
                {
                    best = end - first > best.End - best.First && rows[first].Count is > 0 and <= LargestBand ? (first, end) : best;
                    first = end;
                }
            }

            return best.End - best.First >= ShortestBand ? best : null;
        }
    }

    private int[] Counts => _kernel.Matrix.Rows.Select(row => row.Count).Distinct().OrderBy(count => count).ToArray();

    public void Write(string name, ResampleKernel kernel, string summary)
    {
        _kernel = kernel;
        _name = name;
        (string, string)[] operands = [(Real.Name, "x"), (Real.Name, "y")];
        KernelSignature signature = KernelSignature.Of(kernel);
        WriteTables();
        if (kernel.Inner.Count > 0 || Band is not null)
        {
            WriteWidths(name, operands, signature, summary, WriteBody);
            return;
        }

        // Lines of single numbers.
        WriteNumbers(name, operands, signature, summary, () => WriteBody(VectorWidth.Scalar(Real)));
    }

    private void WriteTables()
    {
        EquatableArray<EquatableArray<MatrixEntry>> rows = _kernel.Matrix.Rows;
        WriteTable("int", "Places", "Where the entries of the matrix find their elements of a line.", rows.SelectMany(row => row).Select(entry => Literal.Int((long)entry.Column * _kernel.SourceStride)));
        if (!_kernel.Matrix.IsOfOnes)
        {
            WriteTable(Real.Name, "Weights", "The entries of the matrix.", rows.SelectMany(row => row).Select(entry => Real.Number(entry.Weight)));
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
            Code.Line($"global::System.ReadOnlySpan<{Real}> weights = {_name}Weights;");
        }

        if (Counts.Length > 1)
        {
            Code.Line($"global::System.ReadOnlySpan<int> starts = {_name}Starts;");
        }

        WriteLoops(_kernel.Outer, "n", 0, () =>
        {
            Code.Line($"ref {Real} from = {At("x", IndexOf(_kernel.Outer, "n", loop => loop.SourceStride))};");
            Code.Line($"ref {Real} to = {At("y", IndexOf(_kernel.Outer, "n", loop => loop.TargetStride))};");
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
        int rows = _kernel.Matrix.Rows.Count;
        if (Band is { } band && !width.IsScalar)
        {
            Code.Line("int i = 0;");
            if (band.First > 0)
            {
                WriteRows(VectorWidth.Scalar(Real), $"; i < {Literal.Int(band.First)}");
            }

            // The widest vectors that fit, and then narrower ones.
            foreach (VectorWidth lanes in Widths.Where(lanes => lanes.Lanes <= width.Lanes && lanes.Lanes <= band.End - band.First))
            {
                using (Code.Block($"for (; i <= {Literal.Int(band.End - lanes.Lanes)}; i += {Literal.Int(lanes.Lanes)})"))
                {
                    WriteBand(lanes, band.First);
                }
            }

            WriteRows(VectorWidth.Scalar(Real), $"; i < {Literal.Int(rows)}");
        }
        else
        {
            WriteRows(width, $"int i = 0; i < {Literal.Int(rows)}");
        }

        if (_kernel.Padding > 0)
        {
            Code.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan({At("to", Literal.Int(rows))}, {Literal.Int(_kernel.Padding)}).Clear();");
        }
    }

    // As many rows of the band as there are lanes, from i on.
    private void WriteBand(VectorWidth width, int first)
    {
        string sum = string.Empty;
        foreach (MatrixEntry entry in _kernel.Matrix.Rows[first])
        {
            int offset = entry.Column - first;
            string element = Loaded(width, "from", offset == 0 ? "i" : offset > 0 ? "i + " + Literal.Int(offset) : "i - " + Literal.Int(-offset));
            sum = sum.Length == 0 ? (entry.Weight == 1 ? element : $"({element} * {width.Constant(entry.Weight)})")
                : entry.Weight == 1 ? $"({sum} + {element})"
                : $"{width.Name}.MultiplyAddEstimate({element}, {width.Constant(entry.Weight)}, {sum})";
        }

        Code.Line($"{sum}.StoreUnsafe(ref Unsafe.Add(ref to, i));");
    }

    private void WriteRows(VectorWidth width, string range)
    {
        int[] counts = Counts;
        using (Code.Block($"for ({range}; i++)"))
        {
            Code.Line($"ref {Real} target = {At("to", Index(("i", _kernel.TargetStride)))};");
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
    }

    // Element i of a line, or a run of elements within: the sum over a known number of entries, or over those from start to end.
    private void WriteRow(VectorWidth width, int entries, string end)
    {
        bool isUnrolled = entries is > 0 and <= LargestUnrolled;
        bool hasWeights = !_kernel.Matrix.IsOfOnes;
        for (int k = 0; isUnrolled && k < entries; k++)
        {
            string at = k == 0 ? "start" : "start + " + Literal.Int(k);
            Code.Line($"ref {Real} source{k} = ref Unsafe.Add(ref from, places[{at}]);");
            if (hasWeights)
            {
                Code.Line(width.IsScalar ? $"{Real} weight{k} = weights[{at}];" : $"{width.Type} weight{k} = {width.Create($"weights[{at}]")};");
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
                    WriteSum(VectorWidth.Scalar(Real), Sum(source, "j"), Sum(target, "j"));
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
                Code.Line($"ref {Real} source = ref Unsafe.Add(ref from, places[k]);");
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
