using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Emission;

/// <summary>Writes reductions across rows: sums and maxima stay in registers while rows go by.</summary>
internal sealed class ColumnEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Sums and maxima in registers: half of the registers of the narrower widths.
    private const int Accumulators = 8;

    public void Write(string name, ColumnKernel kernel, string summary)
    {
        List<(string, string)> operands = kernel.Operands.Select((operand, i) => (operand, i)).Where(entry => entry.operand.Access is not (OperandAccess.Scale or OperandAccess.Share))
            .Select(entry => (Real.Name, "x" + Literal.Int(entry.i))).ToList();
        if (!kernel.Puts)
        {
            operands.AddRange(kernel.Results.Select((_, i) => (Real.Name, "y" + Literal.Int(i))));
        }

        KernelSignature signature = KernelSignature.Of(kernel);
        if (kernel.IsNumber)
        {
            WriteNumbers(name, operands, signature, summary, () => WriteKept(kernel, 0, () => WriteNumber(kernel)));
            return;
        }

        WriteWidths(name, operands, signature, summary, width => WriteKept(kernel, 0, () => WriteVectors(kernel, width)));
    }

    /// <summary>The names of the numbers of a call.</summary>
    public static IEnumerable<string> Numbers(ColumnKernel kernel)
    {
        string[] variables = Variables(kernel).ToArray();
        ColumnLoop[] loops = [.. kernel.Kept, .. kernel.Reduced];
        for (int loop = 0; loop < loops.Length; loop++)
        {
            if (!loops[loop].IsRows)
            {
                yield return CountOf(variables[loop]);
            }
        }

        yield return "length";
        yield return "valid";
        for (int loop = 0; loop < kernel.Kept.Count; loop++)
        {
            yield return Stride("y", variables[loop]);
        }

        for (int i = 0; i < kernel.Operands.Count; i++)
        {
            foreach (string variable in MapKernel.Moves(kernel.Operands[i]) ? variables : [])
            {
                yield return Stride("x" + Literal.Int(i), variable);
            }
        }
    }

    private static string CountOf(string variable) => variable + "Count";

    private static string Stride(string operand, string variable) => operand + variable;

    private static IEnumerable<string> Variables(ColumnKernel kernel) =>
        [.. kernel.Kept.Select((_, i) => "i" + Literal.Int(i)), .. kernel.Reduced.Select((_, i) => "k" + Literal.Int(i))];

    // Where an operand's row is, by the loops that are not the innermost reduced one.
    private static string Outside(ColumnKernel kernel, int operand)
    {
        string[] variables = Variables(kernel).ToArray();
        IEnumerable<string> around = variables.Take(variables.Length - (kernel.Reduced.Count > 0 ? 1 : 0));
        return string.Join(" + ", around.Select(variable => $"({variable} * {Stride("x" + Literal.Int(operand), variable)})"));
    }

    private static string Target(ColumnKernel kernel) => string.Join(" + ", Variables(kernel).Take(kernel.Kept.Count).Select(variable => $"({variable} * {Stride("y", variable)})"));

    private static string Column(int vector, VectorWidth width) => vector == 0 ? "j" : "j + " + Literal.Int(vector * width.Lanes);

    private void WriteKept(ColumnKernel kernel, int index, Action body)
    {
        if (index == kernel.Kept.Count)
        {
            body();
            return;
        }

        string variable = "i" + Literal.Int(index);
        string range = kernel.Kept[index].IsRows ? $"{variable} = first; {variable} < last" : $"{variable} = 0; {variable} < {CountOf(variable)}";
        using (Code.Block($"for (nint {range}; {variable}++)"))
        {
            WriteKept(kernel, index + 1, body);
        }
    }

    private void WriteVectors(ColumnKernel kernel, VectorWidth width)
    {
        // Several vectors of columns at a time read more of each row while it is near.
        int vectors = 4;
        while (vectors > 1 && vectors * kernel.Results.Count > Accumulators)
        {
            vectors /= 2;
        }

        string last = kernel.KeepsRows ? "length" : "last";
        Code.Line($"nint j = {(kernel.KeepsRows ? "0" : "first")};");

        // Columns come in multiples of the widest vector, which several narrow ones are.
        foreach (int count in Layout.Vector % (vectors * width.Lanes) == 0 ? [vectors] : new[] { vectors, 1 })
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
            OperandAccess access = kernel.Operands[i].Access;
            for (int v = 0; v < vectors && access == OperandAccess.Column; v++)
            {
                Code.Line($"{width.Type} c{i}_{v} = {width.Name}.LoadUnsafe({At("x" + Literal.Int(i), Column(v, width))});");
            }

            if (access is OperandAccess.Scalar or OperandAccess.Scale or OperandAccess.Share)
            {
                string number = access switch { OperandAccess.Scalar => "x" + Literal.Int(i), OperandAccess.Scale => "scale", _ => "share" };
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
        for (int v = 0; v < vectors; v++)
        {
            string column = Column(v, width);
            if (kernel.IsMasked)
            {
                Code.Line($"{width.Type} mask{v} = {Mask(width, $"(int)(valid - ({column}))")};");
            }

            for (int r = 0; r < kernel.Results.Count; r++)
            {
                string index = Sum(target, column);
                string value = kernel.IsMasked ? $"(sum{r}_{v} & mask{v})" : $"sum{r}_{v}";
                Code.Line(kernel.Puts ? $"sink.Put(at + (nuint)({index}), {value});" : $"{value}.StoreUnsafe(ref Unsafe.Add(ref y{r}, {index}));");
            }
        }

        void WriteBegin(string name, Func<ColumnResult, bool> isWanted)
        {
            for (int r = 0; r < kernel.Results.Count; r++)
            {
                for (int v = 0; v < vectors && isWanted(kernel.Results[r]); v++)
                {
                    Code.Line($"{width.Type} {name}{r}_{v} = {(kernel.Results[r].Kind == ReduceKind.Sum ? width.Zero : width.Create(Real.Special("NegativeInfinity")))};");
                }
            }
        }
    }

    // The loops that are combined; what comes before and after the innermost one, which is none where no axis has more than one element.
    private void WriteReduced(ColumnKernel kernel, int index, Action before, Action body, Action after)
    {
        if (index >= kernel.Reduced.Count - 1)
        {
            before();
            for (int i = 0; i < kernel.Operands.Count; i++)
            {
                if (MapKernel.Moves(kernel.Operands[i]))
                {
                    string place = Outside(kernel, i);
                    Code.Line($"ref {Real} r{i} = {At("x" + Literal.Int(i), kernel.Operands[i].Access == OperandAccess.Full && !kernel.IsNumber ? Sum(place, "j") : place)};");
                }
            }
        }

        if (index == kernel.Reduced.Count)
        {
            body();
            after();
            return;
        }

        string variable = "k" + Literal.Int(index);
        using (Code.Block($"for (nint {variable} = 0; {variable} < {(kernel.Reduced[index].IsRows ? "rows" : CountOf(variable))}; {variable}++)"))
        {
            if (index < kernel.Reduced.Count - 1)
            {
                WriteReduced(kernel, index + 1, before, body, after);
                return;
            }

            body();
            for (int i = 0; i < kernel.Operands.Count; i++)
            {
                if (MapKernel.Moves(kernel.Operands[i]))
                {
                    Code.Line($"r{i} = ref Unsafe.Add(ref r{i}, {Stride("x" + Literal.Int(i), variable)});");
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
                string element = Scalars(width).Emit(kernel.Results[r].Expression, operands, Code, $"e{r}_{v}");
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
        Code.Line($"{(target.Length == 0 ? "y0" : $"Unsafe.Add(ref y0, {target})")} = {(Real.IsDouble ? "sum" : $"({Real})sum")};");
    }
}
