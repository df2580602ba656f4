using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>Writes maps over rows of vectors, for rows of any length.</summary>
internal sealed class MapEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    public void Write(string name, MapKernel kernel, string summary)
    {
        (string, string)[] operands = kernel.Operands.Select((operand, i) => (operand, i)).Where(entry => MapKernel.IsInMemory(entry.operand))
            .Select(entry => (Real.Name, "o" + Literal.Int(entry.i))).ToArray();
        if (kernel.Loops == 0)
        {
            // One number a channel: too few for wide vectors to matter.
            WriteMethod(name, Parameters(operands, KernelSignature.Of(kernel)), puts: false, summary, optimizes: true, () => WriteBody(kernel, Widths[2]));
            return;
        }

        WriteWidths(name, operands, KernelSignature.Of(kernel), summary, width => WriteBody(kernel, width));
    }

    /// <summary>The names of the numbers of a call.</summary>
    public static IEnumerable<string> Numbers(MapKernel kernel)
    {
        for (int loop = kernel.HasRows ? 1 : 0; loop < kernel.Loops; loop++)
        {
            yield return "count" + Literal.Int(loop);
        }

        if (kernel.Loops > 0)
        {
            yield return "length";
        }

        if (kernel.IsMasked)
        {
            yield return "valid";
        }

        for (int i = 0; i < kernel.Operands.Count; i++)
        {
            for (int loop = 0; loop < kernel.Loops && MapKernel.Moves(kernel.Operands[i]); loop++)
            {
                yield return Stride(i, loop);
            }
        }
    }

    /// <summary>The names of the factors of a call.</summary>
    public static IEnumerable<string> Factors(MapKernel kernel) => Enumerable.Range(0, kernel.Operands.Count).Where(i => kernel.Operands[i].Access == OperandAccess.Factor).Select(Factor);

    private static string Factor(int operand) => "f" + Literal.Int(operand);

    private static string Stride(int operand, int loop) => $"s{Literal.Int(operand)}_{Literal.Int(loop)}";

    private void WriteBody(MapKernel kernel, VectorWidth width)
    {
        for (int i = 0; i < kernel.Operands.Count; i++)
        {
            if (kernel.Operands[i].Access is OperandAccess.Scalar or OperandAccess.Scale or OperandAccess.Share or OperandAccess.Factor)
            {
                string number = kernel.Operands[i].Access switch { OperandAccess.Scalar => "o" + Literal.Int(i), OperandAccess.Scale => "scale", OperandAccess.Share => "share", _ => Factor(i) };
                Code.Line($"{width.Type} x{i} = {width.Create(number)};");
            }
        }

        WriteLoops(kernel, width, 0);
    }

    private void WriteLoops(MapKernel kernel, VectorWidth width, int loop)
    {
        if (loop < kernel.Loops)
        {
            string range = loop == 0 && kernel.HasRows ? "nint i0 = first; i0 < last" : $"nint i{loop} = 0; i{loop} < count{loop}";
            using (Code.Block($"for ({range}; i{loop}++)"))
            {
                WriteLoops(kernel, width, loop + 1);
            }

            return;
        }

        for (int i = 0; i < kernel.Operands.Count; i++)
        {
            if (MapKernel.Moves(kernel.Operands[i]))
            {
                string place = string.Join(" + ", Enumerable.Range(0, kernel.Loops).Select(around => $"(i{around} * {Stride(i, around)})"));
                Code.Line($"ref {Real} r{i} = {At("o" + Literal.Int(i), place)};");
                if (kernel.Operands[i].Access == OperandAccess.RowScalar)
                {
                    Code.Line($"{width.Type} x{i} = {width.Create("r" + Literal.Int(i))};");
                }
            }
        }

        string columns = kernel.Loops > 0 ? "nint j = 0; j < length" : "nint j = first; j < last";
        using (Code.Block($"for ({columns}; j += {Literal.Int(width.Lanes)})"))
        {
            // Loads come first: a result may be stored in the place of an operand.
            foreach (int i in kernel.Statements.SelectMany(statement => statement.Arguments).Where(argument => argument >= 0).Distinct().OrderBy(argument => argument))
            {
                if (kernel.Operands[i].Access is OperandAccess.Full or OperandAccess.Column)
                {
                    string reference = (kernel.Operands[i].Access == OperandAccess.Full ? "r" : "o") + Literal.Int(i);
                    Code.Line($"{width.Type} x{i} = {width.Name}.LoadUnsafe(ref Unsafe.Add(ref {reference}, j));");
                }
            }

            if (kernel.IsMasked)
            {
                Code.Line($"{width.Type} mask = {Mask(width, "(int)(valid - j)")};");
            }

            for (int s = 0; s < kernel.Statements.Count; s++)
            {
                MapStatement statement = kernel.Statements[s];
                string[] arguments = statement.Arguments.Select(argument => argument >= 0 ? "x" + Literal.Int(argument) : "t" + Literal.Int(~argument)).ToArray();
                Code.Line($"{width.Type} t{s} = {Scalars(width).Emit(statement.Expression, arguments, Code, "t" + Literal.Int(s))};");
            }

            for (int s = 0; s < kernel.Statements.Count; s++)
            {
                if (kernel.Statements[s].Store is >= 0 and int store)
                {
                    string reference = (kernel.Operands[store].Access == OperandAccess.Full ? "r" : "o") + Literal.Int(store);
                    Code.Line($"{(kernel.IsMasked ? $"(t{s} & mask)" : "t" + Literal.Int(s))}.StoreUnsafe(ref Unsafe.Add(ref {reference}, j));");
                }
            }
        }
    }
}
