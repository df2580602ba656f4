using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes passes over short rows with a row in each lane: a vector for each column of as many rows as a vector has lanes. Sums and maxima along
/// rows are then plain additions and maxima of vectors, and what is one number a row is one vector, logarithms and divisions among it.
/// </summary>
internal sealed class RowLanesEmitter(CodeWriter code, HelperSet helpers, RowKernel kernel, VectorWidth width) : KernelEmitter(code, helpers)
{
    /// <summary>Writes the body of a method that takes whole vectors of rows and returns the first that is left.</summary>
    public void Write()
    {
        Code.Line("int i0 = first;");

        // The transposes in registers are x86's; without them each element would be moved on its own.
        using (Code.Block($"if ({MathHelperText.X86(width)}.IsSupported)"))
        using (Code.Block($"for (; i0 <= last - {Literal.Int(width.Lanes)}; i0 += {Literal.Int(width.Lanes)})"))
        {
            for (int i = 0; i < kernel.Operands.Count; i++)
            {
                if (kernel.Operands[i].Access == OperandAccess.Full)
                {
                    string type = kernel.Operands[i].Element == ElementKind.Integer ? "int" : Real.Name;
                    Code.Line($"ref {type} r{i} = {At("o" + Literal.Int(i), Index(("i0", Stride(i))))};");
                }
            }

            for (int i = 0; i < kernel.Operands.Count; i++)
            {
                if (kernel.Statements.Any(statement => statement.Arguments.Contains(i)))
                {
                    Read(i);
                }
            }

            for (int i = 0; i < kernel.Statements.Count; i++)
            {
                Compute(kernel.Statements[i], i);
            }
        }

        Code.Line("return i0;");
    }

    private static bool IsAlongRow(RowStatement statement) => statement.IsVector || statement.Kind is RowStatementKind.Sum or RowStatementKind.Max;

    private int Stride(int operand) => kernel.Operands[operand].OuterStrides[0];

    private void Read(int operand)
    {
        RowOperand source = kernel.Operands[operand];
        string reference = "r" + Literal.Int(operand);
        string name = "x" + Literal.Int(operand);
        if (source.Access != OperandAccess.Full)
        {
            Code.Line($"{width.Type} {name} = {width.Create(source.Access == OperandAccess.Scale ? "scale" : "share")};");
        }
        else if (!source.IsVector)
        {
            Code.Line($"{width.Type} {name} = {Numbers(operand)};");
        }
        else if (Stride(operand) == 0)
        {
            for (int column = 0; column < kernel.Length; column++)
            {
                Code.Line($"{width.Type} {name}_{column} = {width.Create(VectorWidth.Element(reference, column))};");
            }
        }
        else
        {
            Helpers.Add(MathHelper.LoadColumns);
            for (int column = 0; column < kernel.Length; column += 4)
            {
                string columns = string.Join(", ", Enumerable.Range(column, 4).Select(at => $"out {width.Type} {name}_{at}"));
                Code.Line($"LoadColumns({Moved(reference, column)}, {Literal.Int(Stride(operand))}, {columns});");
            }
        }
    }

    // One number of each row.
    private string Numbers(int operand)
    {
        bool isInteger = kernel.Operands[operand].Element == ElementKind.Integer;
        string reference = "r" + Literal.Int(operand);
        int stride = Stride(operand);
        if (isInteger && Real.IsDouble)
        {
            IEnumerable<string> numbers = Enumerable.Range(0, stride == 0 ? 1 : width.Lanes).Select(row => $"({Real}){VectorWidth.Element(reference, (long)row * stride)}");
            return width.Create(string.Join(", ", numbers));
        }

        string value = stride switch
        {
            0 => $"{width.Name}.Create({reference})",
            1 => $"{width.Name}.LoadUnsafe(ref {reference})",
            _ => $"{width.Name}.Create({string.Join(", ", Enumerable.Range(0, width.Lanes).Select(row => VectorWidth.Element(reference, (long)row * stride)))})",
        };
        return isInteger ? $"{width.Name}.ConvertToSingle({value})" : value;
    }

    private void Compute(RowStatement statement, int index)
    {
        string name = "t" + Literal.Int(index);
        if (statement.Kind is RowStatementKind.Sum or RowStatementKind.Max)
        {
            string[] values = Enumerable.Range(0, kernel.Length).Select(column => Value(statement, $"{name}_{column}", column)).ToArray();
            Code.Line($"{width.Type} {name} = {Combine(statement.Kind, values)};");
        }
        else if (statement.IsVector)
        {
            for (int column = 0; column < kernel.Length; column++)
            {
                Code.Line($"{width.Type} {name}_{column} = {Value(statement, $"{name}_{column}", column)};");
            }
        }
        else
        {
            Code.Line($"{width.Type} {name} = {Value(statement, name, 0)};");
        }

        if (statement.Store >= 0)
        {
            Store(statement, name);
        }
    }

    // In pairs, so that the additions do not wait for each other: the order is part of the result.
    private string Combine(RowStatementKind kind, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
        {
            return values[0];
        }

        string left = Combine(kind, values.Take((values.Count + 1) / 2).ToArray());
        string right = Combine(kind, values.Skip((values.Count + 1) / 2).ToArray());
        return kind == RowStatementKind.Sum ? $"({left} + {right})" : $"{width.Name}.Max({left}, {right})";
    }

    private string Value(RowStatement statement, string name, int column)
    {
        string[] operands = statement.Arguments.Select(argument =>
        {
            string operand = argument >= 0 ? "x" + Literal.Int(argument) : "t" + Literal.Int(~argument);
            bool isVector = argument >= 0 ? kernel.Operands[argument].IsVector : kernel.Statements[~argument].IsVector;
            return isVector ? operand + "_" + Literal.Int(column) : operand;
        }).ToArray();
        return Scalars(width).Emit(statement.Expression, operands, Code, name, axis => axis == 0
            ? width.Constant(column)
            : $"({width.Type}.Indices + {width.Create($"({Real})i0")})");
    }

    private void Store(RowStatement statement, string name)
    {
        int stride = Stride(statement.Store);
        string reference = "r" + Literal.Int(statement.Store);
        if (!statement.IsVector)
        {
            if (stride == 1)
            {
                Code.Line($"{name}.StoreUnsafe(ref {reference});");
                return;
            }

            for (int row = 0; row < width.Lanes; row++)
            {
                Code.Line($"{VectorWidth.Element(reference, (long)row * stride)} = {name}.GetElement({Literal.Int(row)});");
            }

            return;
        }

        Helpers.Add(MathHelper.StoreColumns);
        int whole = (kernel.Length + 3) / 4 * 4;
        for (int column = 0; column < whole; column += 4)
        {
            string columns = string.Join(", ", Enumerable.Range(column, 4).Select(at => at < kernel.Length ? $"{name}_{at}" : width.Zero));
            Code.Line($"StoreColumns({Moved(reference, column)}, {Literal.Int(stride)}, {columns});");
        }

        // Lanes beyond the row: zeros, so that every kernel may read them.
        if (whole < Layout.Vector)
        {
            using (Code.Block($"for (int row = 0; row < {Literal.Int(width.Lanes)}; row++)"))
            {
                for (int column = whole; column < Layout.Vector;)
                {
                    var zero = new VectorWidth(Math.Min(width.Lanes, Layout.Vector - column >= 8 ? 8 : 4), Real);
                    Code.Line($"{zero.Zero}.StoreUnsafe({At(reference, $"(row * {Literal.Int(stride)}) + {Literal.Int(column)}")});");
                    column += zero.Lanes;
                }
            }
        }
    }
}
