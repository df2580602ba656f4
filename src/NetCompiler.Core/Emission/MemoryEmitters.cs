using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Emission;

/// <summary>Writes maps over tensors as they lie in memory, and reductions of whole matrices in panels.</summary>
internal sealed class FlatEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    public void Write(string name, FlatKernel kernel, string summary)
    {
        List<(string, string)> operands = Operands(kernel.Operands);
        if (!kernel.Puts)
        {
            operands.Add((Real.Name, "y"));
        }

        WriteWidths(name, operands, KernelSignature.Of(kernel), summary, width =>
        {
            string panel = Literal.Int(kernel.Panel);
            string lane = $"lane + (i % {panel})";
            if (kernel.Panel > 0)
            {
                Code.Line($"nint lane = first / panelStride * {panel};");
                Code.Line("nint end = (first / panelStride * panelStride) + panelStride;");
            }

            using (Code.Block($"for (nint i = first; i < last; i += {Literal.Int(width.Lanes)})"))
            {
                if (kernel.Panel > 0)
                {
                    using (Code.Block("if (i == end)"))
                    {
                        Code.Line($"lane += {panel};");
                        Code.Line("end += panelStride;");
                    }
                }

                string value = Value(kernel.Expression, kernel.Operands, width, "i", lane);
                if (kernel.IsMasked)
                {
                    value = $"({value} & {Mask(width, "(int)(valid - i)")})";
                }

                if (kernel.MasksPanels)
                {
                    value = $"({value} & {Mask(width, $"(int)(lanes - ({lane}))")})";
                }

                Code.Line(kernel.Puts ? $"sink.Put(at + (nuint)i, {value});" : $"{value}.StoreUnsafe(ref Unsafe.Add(ref y, i));");
            }
        });
    }

    /// <summary>The names of the numbers of a call.</summary>
    public static IEnumerable<string> Numbers(FlatKernel kernel) => new[] { (kernel.IsMasked, "valid"), (kernel.Panel > 0, "panelStride"), (kernel.MasksPanels, "lanes") }.Where(number => number.Item1).Select(number => number.Item2);

    public void Write(string name, FlatReduceKernel kernel, string summary)
    {
        List<(string, string)> operands = [.. Operands(kernel.Operands), (Real.Name, "y")];
        PanelLayout layout = kernel.Layout;
        int full = layout.Lanes / layout.Panel * layout.PanelStride;
        int left = layout.Lanes % layout.Panel;
        bool isSum = kernel.Kind == ReduceKind.Sum;
        WriteWidths(name, operands, KernelSignature.Of(kernel), summary, width =>
        {
            string begin = isSum ? width.Zero : width.Create(Real.Special("NegativeInfinity"));
            Code.Line(isSum ? "double total = 0;" : "double total = double.NegativeInfinity;");

            // Partial sums of one stretch are exact enough in float; stretches are joined in double.
            void Stretch(int start, int length, int step, Func<string, string> masked)
            {
                using (Code.Block($"for (int start = {Literal.Int(start)}; start < {Literal.Int(start + length)}; start += {Literal.Int(step)})"))
                {
                    Code.Line($"{width.Type} sum = {begin};");
                    using (Code.Block($"for (int i = start; i < start + {Literal.Int(step)}; i += {Literal.Int(width.Lanes)})"))
                    {
                        string value = masked(Value(kernel.Expression, kernel.Operands, width, "i"));
                        Code.Line(isSum ? $"sum += {value};" : $"sum = {width.Name}.Max(sum, {value});");
                    }

                    if (!isSum)
                    {
                        Helpers.Add(MathHelper.HorizontalMax);
                    }

                    Code.Line(isSum ? $"total += {width.Name}.Sum(sum);" : "total = global::System.Math.Max(total, HorizontalMax(sum));");
                }
            }

            if (full > 0)
            {
                Stretch(0, full, layout.PanelStride, value => value);
            }

            if (left > 0)
            {
                Stretch(full, layout.PanelStride, layout.Panel, value => isSum
                    ? $"({value} & {Mask(width, Literal.Int(left) + " - (i - start)")})"
                    : $"{width.Name}.ConditionalSelect({Mask(width, Literal.Int(left) + " - (i - start)")}, {value}, {begin})");
            }

            Code.Line(Real.IsDouble ? "y = total;" : "y = (float)total;");
        });
    }

    private List<(string, string)> Operands(IEnumerable<MapOperand> operands) =>
        operands.Select((operand, i) => (operand, i)).Where(entry => entry.operand.Access is not (OperandAccess.Scale or OperandAccess.Share)).Select(entry => (Real.Name, "x" + Literal.Int(entry.i))).ToList();

    private string Value(Tensors.Scalars.ScalarExpression expression, IEnumerable<MapOperand> operands, VectorWidth width, string index, string lane = "") =>
        Scalars(width).Emit(expression, operands.Select((operand, i) => operand.Access switch
        {
            OperandAccess.Full => $"{width.Name}.LoadUnsafe(ref Unsafe.Add(ref x{i}, {index}))",
            OperandAccess.Column => $"{width.Name}.LoadUnsafe(ref Unsafe.Add(ref x{i}, {lane}))",
            OperandAccess.Scalar => width.Create("x" + Literal.Int(i)),
            OperandAccess.Scale => width.Create("scale"),
            _ => width.Create("share"),
        }).ToArray(), Code, "t");
}

/// <summary>Writes copies between row layouts, and of matrices between any two layouts.</summary>
internal sealed class MoveEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    public void Write(string name, MoveKernel kernel, string summary)
    {
        (string, string)[] operands = kernel.FillsZeros ? [(Real.Name, "y")] : [(Real.Name, "x"), (Real.Name, "y")];
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line(Optimize);
        Code.Line($"private static void {name}({Parameters(operands, KernelSignature.Of(kernel))})");
        using (Code.Block(string.Empty))
        {
            WriteLoop(kernel, 0);
        }
    }

    public void WriteCount(string name, string summary)
    {
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line($"private static void {name}(ref {Real} x) => Unsafe.As<{Real}, long>(ref x)++;");
    }

    public void Write(string name, BorderKernel kernel, string summary)
    {
        Helpers.Add(MathHelper.Clear);
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line(Optimize);
        Code.Line($"private static void {name}({Parameters([(Real.Name, "y")], KernelSignature.Of(kernel))})");
        using (Code.Block(string.Empty))
        using (Code.Block(kernel.HasRows ? "for (nint n = first; n < last; n++)" : "for (nint n = 0; n < count; n++)"))
        {
            WriteBorder(kernel, 0, "(n * stride)");
        }
    }

    /// <summary>The names of the numbers of a call.</summary>
    public static IEnumerable<string> Numbers(BorderKernel kernel) =>
        [.. kernel.HasRows ? [] : new[] { "count" }, "stride", .. kernel.Axes.SelectMany((_, i) => new[] { "before" + Literal.Int(i), "end" + Literal.Int(i), "after" + Literal.Int(i), "stride" + Literal.Int(i) })];

    // What is before and after an axis is one run of zeros; at each index between, the border of the next axis.
    private void WriteBorder(BorderKernel kernel, int index, string place)
    {
        if (index == kernel.Axes.Count)
        {
            return;
        }

        BorderAxis axis = kernel.Axes[index];
        string stride = "stride" + Literal.Int(index);
        if (axis.HasBefore)
        {
            Code.Line($"Clear({At("y", place)}, (int)(before{index} * {stride}));");
        }

        if (kernel.Axes.Skip(index + 1).Any(within => within.HasBefore || within.HasAfter))
        {
            using (Code.Block($"for (nint i{index} = before{index}; i{index} < end{index}; i{index}++)"))
            {
                WriteBorder(kernel, index + 1, $"{place} + (i{index} * {stride})");
            }
        }

        if (axis.HasAfter)
        {
            Code.Line($"Clear({At("y", $"{place} + (end{index} * {stride})")}, (int)(after{index} * {stride}));");
        }
    }

    public void Write(string name, RelayoutKernel kernel, string summary)
    {
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line(Optimize);
        Code.Line($"private static void {name}({Parameters([(Real.Name, "x"), (Real.Name, "y")], KernelSignature.Of(kernel))})");
        using (Code.Block(string.Empty))
        {
            bool transposes = kernel is { Source: { LaneAxis: 0, Panel: > 0 }, Target: { Panel: 0 } or { LaneAxis: 1 } };
            Code.Line("nint i = first;");
            if (transposes)
            {
                WriteTransposes(kernel);
                Code.Line();
            }

            using (Code.Block("for (; i < last; i++)"))
            {
                Code.Line($"ref {Real} source = {At("x", Outer(kernel.Source, "x"))};");
                Code.Line($"ref {Real} target = {At("y", Outer(kernel.Target, "y"))};");
                using (Code.Block("for (nint j = 0; j < columns; j++)"))
                {
                    Code.Line($"Unsafe.Add(ref target, {Inner(kernel.Target, "y")}) = Unsafe.Add(ref source, {Inner(kernel.Source, "x")});");
                }
            }

            if (kernel.Target.Panel == 0)
            {
                WritePadding();
            }
        }
    }

    // Rows of whole vectors end in zeros: gradients are put with them.
    private void WritePadding()
    {
        Code.Line();
        using (Code.Block("for (i = first; i < last; i++)"))
        {
            using (Code.Block("for (nint j = columns; j < yStride; j++)"))
            {
                Code.Line($"Unsafe.Add(ref y, (i * yStride) + j) = {Real.Number(0)};");
            }
        }
    }

    // Four rows by as many columns as a vector has lanes, in registers; element by element, a matrix takes many times as long. Columns
    // are walked outside: what is read and written within stays in the nearest cache.
    private void WriteTransposes(RelayoutKernel kernel)
    {
        string rowStride = kernel.Target.Panel > 0 ? Literal.Int(kernel.Target.Panel) : "yStride";
        using (Code.Block($"if ({MathHelperText.X86(Widths[2])}.IsSupported)"))
        {
            Code.Line("nint whole = last - ((last - first) % 4);");
            Code.Line("nint j = 0;");
            foreach (VectorWidth width in Widths)
            {
                // The narrowest are what the block's condition asks for.
                using (width.IsNarrowest ? null : Code.Block($"if ({MathHelperText.X86(width)}.IsSupported)"))
                {
                    WriteBlocks(width.Lanes, () =>
                    {
                        Helpers.Add(MathHelper.LoadColumns);
                        Code.Line($"LoadColumns(ref from, {Literal.Int(kernel.Source.Panel)}, {string.Join(", ", Enumerable.Range(0, 4).Select(k => $"out {width.Type} x{k}"))});");
                        for (int k = 0; k < 4; k++)
                        {
                            Code.Line($"x{k}.StoreUnsafe({At("to", Row(k))});");
                        }
                    });
                }
            }

            WriteBlocks(1, () =>
            {
                for (int k = 0; k < 4; k++)
                {
                    Code.Line($"{Element("to", Row(k))} = {VectorWidth.Element("from", k)};");
                }
            });

            Code.Line();
            Code.Line("i = whole;");
        }

        string Row(int row) => row switch { 0 => string.Empty, 1 => rowStride, _ => $"{row} * {rowStride}" };

        void WriteBlocks(int columns, Action body)
        {
            using (Code.Block(columns == 1 ? "for (; j < columns; j++)" : $"for (; j <= columns - {Literal.Int(columns)}; j += {Literal.Int(columns)})"))
            using (Code.Block("for (i = first; i < whole; i += 4)"))
            {
                Code.Line($"ref {Real} from = {At("x", Sum(Outer(kernel.Source, "x"), Inner(kernel.Source, "x")))};");
                Code.Line($"ref {Real} to = {At("y", Sum(Outer(kernel.Target, "y"), Inner(kernel.Target, "y")))};");
                body();
            }
        }
    }

    private static string Outer(MatrixForm form, string operand) => form switch
    {
        { Panel: 0 } => $"(i * {operand}Stride)",
        { LaneAxis: 0 } => Lane("i", form.Panel, operand + "Stride"),
        _ => Index(("i", form.Panel)),
    };

    private static string Inner(MatrixForm form, string operand) => form switch
    {
        { Panel: 0 } => "j",
        { LaneAxis: 0 } => Index(("j", form.Panel)),
        _ => Lane("j", form.Panel, operand + "Stride"),
    };

    private void WriteLoop(MoveKernel kernel, int index)
    {
        bool isLast = index == kernel.Loops.Count - 1;
        if (kernel.Loops.Count == 0 || isLast)
        {
            WriteRun(kernel);
            return;
        }

        Loop loop = kernel.Loops[index];
        string range = loop.Count.TimesRows ? $"i{index} = first; i{index} < last" : $"i{index} = 0; i{index} < {CountOf(loop.Count)}";
        using (Code.Block($"for (int {range}; i{index}++)"))
        {
            WriteLoop(kernel, index + 1);
        }
    }

    private void WriteRun(MoveKernel kernel)
    {
        string source = Index(kernel.Loops.Take(Math.Max(0, kernel.Loops.Count - 1)).Select((loop, i) => ("i" + Literal.Int(i), loop.SourceStride)).ToArray());
        string target = Index(kernel.Loops.Take(Math.Max(0, kernel.Loops.Count - 1)).Select((loop, i) => ("i" + Literal.Int(i), loop.TargetStride)).ToArray());
        if (kernel.Loops.Count == 0)
        {
            Code.Line(kernel.FillsZeros ? $"y = {Real.Number(0)};" : "y = x;");
            return;
        }

        Loop run = kernel.Loops[kernel.Loops.Count - 1];

        // A run over the rows themselves begins at the worker's first.
        string start = run.Count.TimesRows ? "first" : "0";
        string from = run.Count.TimesRows ? Join(source, Index(("first", run.SourceStride))) : source;
        string to = run.Count.TimesRows ? Join(target, Index(("first", run.TargetStride))) : target;
        string count = run.Count.TimesRows ? "last - first" : CountOf(run.Count);
        if (kernel.FillsZeros)
        {
            Helpers.Add(MathHelper.Clear);
            Code.Line($"Clear({At("y", to)}, {count}{(kernel.Padding == 0 ? string.Empty : " + " + Literal.Int(kernel.Padding))});");
            return;
        }

        if (run.SourceStride == 1 && run.TargetStride == 1)
        {
            Helpers.Add(MathHelper.Copy);
            Code.Line($"Copy({At("x", from)}, {At("y", to)}, {count});");
        }
        else
        {
            string i = "i" + Literal.Int(kernel.Loops.Count - 1);
            string end = run.Count.TimesRows ? "last" : CountOf(run.Count);
            using (Code.Block($"for (int {i} = {start}; {i} < {end}; {i}++)"))
            {
                Code.Line($"{Element("y", Join(target, Index((i, run.TargetStride))))} = {Element("x", Join(source, Index((i, run.SourceStride))))};");
            }
        }

        if (kernel.Padding > 0)
        {
            Helpers.Add(MathHelper.Clear);
            Code.Line($"Clear({At("y", Join(target, CountOf(run.Count)))}, {Literal.Int(kernel.Padding)});");
        }
    }

    private static string Element(string reference, string index) => index.Length == 0 ? reference : $"Unsafe.Add(ref {reference}, {index})";

    private static string Join(string a, string b) => a.Length == 0 ? b : b.Length == 0 ? a : a + " + " + b;
}
