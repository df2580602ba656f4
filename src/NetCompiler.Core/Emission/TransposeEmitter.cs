using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>Writes copies of matrices that exchange rows and columns: four columns of as many rows as a vector has lanes at a time, in registers.</summary>
internal sealed class TransposeEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Columns that are exchanged at a time.
    private const int Group = 4;

    public void Write(string name, TransposeKernel kernel, string summary) => WriteWidths(name, [(Real.Name, "x"), (Real.Name, "y")], KernelSignature.Of(kernel), summary, width => WriteOuter(kernel, width, 0));

    private void WriteOuter(TransposeKernel kernel, VectorWidth width, int level)
    {
        if (level < kernel.Outer.Count)
        {
            string i = "i" + Literal.Int(level);
            Loop loop = kernel.Outer[level];
            using (Code.Block(loop.Count.TimesRows ? $"for (nint {i} = first; {i} < last; {i}++)" : $"for (nint {i} = 0; {i} < {CountOf(loop.Count)}; {i}++)"))
            {
                WriteOuter(kernel, width, level + 1);
            }

            return;
        }

        Code.Line($"ref {Real} from = {At("x", Index(kernel.Outer.Select((loop, i) => ("i" + Literal.Int(i), loop.SourceStride)).ToArray()))};");
        Code.Line($"ref {Real} to = {At("y", Index(kernel.Outer.Select((loop, i) => ("i" + Literal.Int(i), loop.TargetStride)).ToArray()))};");
        int rows = kernel.Rows / width.Lanes * width.Lanes;
        int columns = kernel.Columns / Group * Group;
        if (rows == 0 || columns == 0)
        {
            WriteRest(kernel, "0", "0");
            return;
        }

        // The exchange in registers is x86's; without it each element is moved on its own.
        Helpers.Add(MathHelper.LoadColumns);
        Code.Line("int row = 0;");
        using (Code.Block($"if ({MathHelperText.X86(width)}.IsSupported)"))
        using (Code.Block($"for (; row < {Literal.Int(rows)}; row += {Literal.Int(width.Lanes)})"))
        {
            using (Code.Block($"for (int column = 0; column < {Literal.Int(columns)}; column += {Literal.Int(Group)})"))
            {
                Code.Line($"ref {Real} place = {At("to", Index(("column", kernel.ColumnStride)) + " + row")};");
                Code.Line($"LoadColumns({At("from", Index(("row", kernel.RowStride)) + " + column")}, {Literal.Int(kernel.RowStride)}, {string.Join(", ", Enumerable.Range(0, Group).Select(i => $"out {width.Type} c{i}"))});");
                for (int i = 0; i < Group; i++)
                {
                    Code.Line($"c{i}.StoreUnsafe(ref place{(i == 0 ? string.Empty : ", " + Literal.Int(i * kernel.ColumnStride))});");
                }
            }

            if (columns < kernel.Columns)
            {
                using (Code.Block($"for (int left = row; left < row + {Literal.Int(width.Lanes)}; left++)"))
                {
                    WriteColumns(kernel, "left", Literal.Int(columns));
                }
            }
        }

        WriteRest(kernel, "row", "0");
    }

    private void WriteRest(TransposeKernel kernel, string row, string column)
    {
        using (Code.Block($"for (int left = {row}; left < {Literal.Int(kernel.Rows)}; left++)"))
        {
            WriteColumns(kernel, "left", column);
        }
    }

    private void WriteColumns(TransposeKernel kernel, string row, string first)
    {
        using (Code.Block($"for (int column = {first}; column < {Literal.Int(kernel.Columns)}; column++)"))
        {
            Code.Line($"Unsafe.Add(ref to, {Index(("column", kernel.ColumnStride))} + {row}) = Unsafe.Add(ref from, {Index((row, kernel.RowStride))} + column);");
        }
    }
}
