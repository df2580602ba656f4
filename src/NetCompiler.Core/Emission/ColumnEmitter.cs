using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Emission;

/// <summary>Writes reductions across rows: sums and maxima stay in registers while rows go by.</summary>
internal sealed class ColumnEmitter(CodeWriter code, ISet<MathHelper> helpers) : KernelEmitter(code, helpers)
{
    // Sums and maxima in registers: half of the registers of the narrower widths.
    private const int Accumulators = 8;

    public void Write(string name, ColumnKernel kernel, string summary)
    {
        List<(string, string)> operands = kernel.Operands.Select((operand, i) => (operand, i)).Where(entry => IsInMemory(entry.operand))
            .Select(entry => ("float", "x" + Literal.Int(entry.i))).ToList();
        if (!kernel.Puts)
        {
            operands.AddRange(kernel.Results.Select((_, i) => ("float", "y" + Literal.Int(i))));
        }

        KernelSignature signature = KernelSignature.Of(kernel);
        if (kernel.Length == 1)
        {
            Code.Line();
            Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
            Code.Line(Optimize);
            Code.Line($"private static void {name}({Parameters(operands, signature)})");
            using (Code.Block(string.Empty))
            {
                WriteKept(kernel, 0, () => WriteNumber(kernel));
            }

            return;
        }

        WriteWidths(name, operands, signature, summary, width => WriteKept(kernel, 0, () => WriteVectors(kernel, width)));
    }

    private static bool IsInMemory(ColumnOperand operand) => operand.Access is not (OperandAccess.Scale or OperandAccess.Share);

    private static bool Moves(ColumnOperand operand) => operand.Access is OperandAccess.Full or OperandAccess.RowScalar;

    private static bool HasRows(ColumnKernel kernel) => kernel.Kept.Any(count => count.TimesRows);

    private void WriteKept(ColumnKernel kernel, int index, Action body)
    {
        if (index == kernel.Kept.Count)
        {
            body();
            return;
        }

        Count count = kernel.Kept[index];
        string range = count.TimesRows ? $"i{index} = first; i{index} < last" : $"i{index} = 0; i{index} < {CountOf(count)}";
        using (Code.Block($"for (int {range}; i{index}++)"))
        {
            WriteKept(kernel, index + 1, body);
        }
    }

    // The variables of all loops but the innermost, each with an operand's stride.
    private static string Outside(ColumnKernel kernel, ColumnOperand operand) =>
        Index(Variables(kernel).Take(operand.Strides.Count - (kernel.Reduced.Count > 0 ? 1 : 0)).Select((variable, i) => (variable, operand.Strides[i])).ToArray());

    private static IEnumerable<string> Variables(ColumnKernel kernel) =>
        [.. kernel.Kept.Select((_, i) => "i" + Literal.Int(i)), .. kernel.Reduced.Select((_, i) => "k" + Literal.Int(i))];

    private static string Target(ColumnKernel kernel) => Index(kernel.ResultStrides.Select((stride, i) => ("i" + Literal.Int(i), stride)).ToArray());

    private void WriteVectors(ColumnKernel kernel, VectorWidth width)
    {
        // Several vectors of columns at a time read more of each row while it is near.
        int vectors = 4;
        while (vectors > 1 && (vectors * width.Lanes > Layout.Pad(kernel.Length) || vectors * kernel.Results.Count > Accumulators))
        {
            vectors /= 2;
        }

        string last = HasRows(kernel) ? Literal.Int(Layout.Pad(kernel.Length)) : "last";
        Code.Line($"int j = {(HasRows(kernel) ? "0" : "first")};");
        foreach (int count in vectors == 1 ? [1] : new[] { vectors, 1 })
        {
            string columns = Literal.Int(count * width.Lanes);
            using (Code.Block($"for (; j <= {last} - {columns}; j += {columns})"))
            {
                WriteColumns(kernel, width, count);
            }
        }
    }

    private void WriteColumns(ColumnKernel kernel, VectorWidth width, int vectors)
    {
        // Sums of many rows are sums of the innermost loop's sums, so that errors do not grow with the number of rows.
        bool inParts = kernel.Reduced.Count > 1;
        for (int i = 0; i < kernel.Operands.Count; i++)
        {
            ColumnOperand operand = kernel.Operands[i];
            for (int v = 0; v < vectors && operand.Access == OperandAccess.Column; v++)
            {
                Code.Line($"{width.Type} c{i}_{v} = {width.Name}.LoadUnsafe({At("x" + Literal.Int(i), Column(v, width))});");
            }

            if (operand.Access is OperandAccess.Scalar or OperandAccess.Scale or OperandAccess.Share)
            {
                string number = operand.Access switch { OperandAccess.Scalar => "x" + Literal.Int(i), OperandAccess.Scale => "scale", _ => "share" };
                Code.Line($"{width.Type} c{i} = {width.Create(number)};");
            }
        }

        WriteBegin("sum", _ => true);
        WriteReduced(kernel, 0, () => WriteBegin("part", result => inParts && result.Kind == ReduceKind.Sum), () => WriteElements(kernel, width, vectors, inParts), () =>
        {
            for (int r = 0; r < kernel.Results.Count && inParts; r++)
            {
                for (int v = 0; v < vectors && kernel.Results[r].Kind == ReduceKind.Sum; v++)
                {
                    Code.Line($"sum{r}_{v} += part{r}_{v};");
                }
            }
        });

        string target = Target(kernel);
        for (int r = 0; r < kernel.Results.Count; r++)
        {
            for (int v = 0; v < vectors; v++)
            {
                string column = Column(v, width);
                if (kernel.Length % width.Lanes != 0 || kernel.Length != Layout.Pad(kernel.Length))
                {
                    Code.Line($"sum{r}_{v} &= {Mask(width, Literal.Int(kernel.Length) + (v == 0 ? " - j" : $" - ({column})"))};");
                }

                string index = Sum(target, column);
                Code.Line(kernel.Puts ? $"sink.Put(at + (nuint)({index}), sum{r}_{v});" : $"sum{r}_{v}.StoreUnsafe(ref Unsafe.Add(ref y{r}, {index}));");
            }
        }

        void WriteBegin(string name, Func<ColumnResult, bool> isWanted)
        {
            for (int r = 0; r < kernel.Results.Count; r++)
            {
                for (int v = 0; v < vectors && isWanted(kernel.Results[r]); v++)
                {
                    Code.Line($"{width.Type} {name}{r}_{v} = {(kernel.Results[r].Kind == ReduceKind.Sum ? width.Zero : width.Create("float.NegativeInfinity"))};");
                }
            }
        }
    }

    private static string Column(int vector, VectorWidth width) => vector == 0 ? "j" : "j + " + Literal.Int(vector * width.Lanes);

    // The loops that are combined; what comes before and after the innermost one, which is none where no axis has more than one element.
    private void WriteReduced(ColumnKernel kernel, int index, Action before, Action body, Action after)
    {
        if (index >= kernel.Reduced.Count - 1)
        {
            before();
            for (int i = 0; i < kernel.Operands.Count; i++)
            {
                if (Moves(kernel.Operands[i]))
                {
                    string place = Outside(kernel, kernel.Operands[i]);
                    Code.Line($"ref float r{i} = {At("x" + Literal.Int(i), kernel.Operands[i].Access == OperandAccess.Full && kernel.Length > 1 ? Sum(place, "j") : place)};");
                }
            }
        }

        if (index == kernel.Reduced.Count)
        {
            body();
            after();
            return;
        }

        using (Code.Block($"for (int k{index} = 0; k{index} < {CountOf(kernel.Reduced[index])}; k{index}++)"))
        {
            if (index < kernel.Reduced.Count - 1)
            {
                WriteReduced(kernel, index + 1, before, body, after);
                return;
            }

            body();
            for (int i = 0; i < kernel.Operands.Count; i++)
            {
                if (Moves(kernel.Operands[i]))
                {
                    Code.Line($"r{i} = ref Unsafe.Add(ref r{i}, {Literal.Int(kernel.Operands[i].Strides[kernel.Operands[i].Strides.Count - 1])});");
                }
            }
        }

        after();
    }

    private void WriteElements(ColumnKernel kernel, VectorWidth width, int vectors, bool inParts)
    {
        for (int v = 0; v < vectors; v++)
        {
            string[] operands = kernel.Operands.Select((operand, i) => operand.Access switch
            {
                OperandAccess.Full => width.Load("r" + Literal.Int(i), v * width.Lanes),
                OperandAccess.RowScalar => width.Create("r" + Literal.Int(i)),
                OperandAccess.Column => $"c{i}_{v}",
                _ => "c" + Literal.Int(i),
            }).ToArray();
            for (int r = 0; r < kernel.Results.Count; r++)
            {
                string element = Scalars(width).Emit(kernel.Results[r].Expression, operands);
                string total = $"{(inParts && kernel.Results[r].Kind == ReduceKind.Sum ? "part" : "sum")}{r}_{v}";
                Code.Line(kernel.Results[r].Kind == ReduceKind.Sum ? $"{total} += {element};" : $"{total} = {width.Name}.Max({total}, {element});");
            }
        }
    }

    private void WriteNumber(ColumnKernel kernel)
    {
        bool isSum = kernel.Results[0].Kind == ReduceKind.Sum;
        Code.Line($"double sum = {(isSum ? "0" : "double.NegativeInfinity")};");
        WriteReduced(kernel, 0, () => { }, () => Code.Line(isSum ? "sum += r0;" : "sum = global::System.Math.Max(sum, r0);"), () => { });
        string target = Target(kernel);
        Code.Line($"{(target.Length == 0 ? "y0" : $"Unsafe.Add(ref y0, {target})")} = (float)sum;");
    }
}
