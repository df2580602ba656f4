using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes the products of a tiny network over many rows as one method for each width, with a row in each lane: every element of every layer is a
/// vector, and no lane is padding, however narrow the layers are.
/// </summary>
internal sealed class WholeLanesEmitter(CodeWriter code, HelperSet helpers, IReadOnlyList<KernelCall> calls) : KernelEmitter(code, helpers)
{
    /// <summary>Writes the method that chooses the width, and one for each width.</summary>
    /// <param name="method">Its name.</param>
    public void Write(string method)
    {
        string[] references = FunctionEmitter.References(calls);
        string parameters = string.Join(", ", references.Select(name => $"ref {FunctionEmitter.TypeOf(Real, name, calls)} {name}")) + ", int rows, ref int done";
        string arguments = string.Join(", ", references.Select(name => "ref " + name)) + ", rows, ref done";
        WriteWidths(
            method,
            parameters,
            arguments,
            puts: false,
            "Does the products of a tiny network for whole vectors of rows, a row in each lane, and says which row is the first that is left.",
            WriteBody);
    }

    private void WriteBody(VectorWidth width)
    {
        Code.Line("int row = 0;");

        // The transposes in registers are x86's; without them each element would be moved on its own.
        using (Code.Block($"if ({MathHelperText.X86(width)}.IsSupported)"))
        using (Code.Block($"for (; row <= rows - {Literal.Int(width.Lanes)}; row += {Literal.Int(width.Lanes)})"))
        {
            WriteBlock(width);
        }

        Code.Line("done = row;");
    }

    private void WriteBlock(VectorWidth width)
    {
        // The names of a tensor's columns, each a vector of rows.
        var columns = new Dictionary<PlanTensor, string>();
        KernelCall[] products = calls.Where(SmallNetwork.IsProduct).ToArray();
        foreach ((KernelCall call, int index) in products.Select((call, index) => (call, index)))
        {
            if (!columns.TryGetValue(call.Operands[0], out string? left))
            {
                left = "x" + Literal.Int(index);
                columns.Add(call.Operands[0], left);
                Read(width, left, call.Operands[0], ((ContractKernel)call.Kernel).LeftRowStride, ((ContractKernel)call.Kernel).Inner.Constant);
            }

            string result = "y" + Literal.Int(index);
            columns.Add(call.Operands[2], result);
            Code.Line();
            Code.Line("// " + call.Comment);
            WriteProduct(width, call, left, result, columns);

            // What other kernels read goes to memory.
            if (calls.Any(other => !SmallNetwork.IsProduct(other) && other.Operands.Any(operand => ReferenceEquals(operand.Root, call.Operands[2].Root))) || call.Operands[2].Buffer == BufferKind.Slot)
            {
                Leave(width, result, call);
            }
        }
    }

    private void Read(VectorWidth width, string name, PlanTensor tensor, int stride, int count)
    {
        string reference = "r" + name;
        Code.Line($"ref {Real} {reference} = ref Unsafe.Add(ref {FunctionEmitter.Element(tensor)}, {Index(("row", stride))});");
        if (count == 1 && stride == 1)
        {
            Code.Line($"{width.Type} {name}_0 = {width.Load(reference)};");
        }
        else if (count < 4)
        {
            for (int column = 0; column < count; column++)
            {
                string elements = string.Join(", ", Enumerable.Range(0, width.Lanes).Select(row => VectorWidth.Element(reference, ((long)row * stride) + column)));
                Code.Line($"{width.Type} {name}_{column} = {width.Name}.Create({elements});");
            }
        }
        else
        {
            Helpers.Add(MathHelper.LoadColumns);
            for (int column = 0; column < count; column += 4)
            {
                // The last four columns overlap those before, so that nothing behind a row is read.
                int first = Math.Min(column, count - 4);
                string outs = string.Join(", ", Enumerable.Range(first, 4).Select(at => at >= column ? $"out {width.Type} {name}_{at}" : $"out {width.Type} {name}_{at}Again"));
                Code.Line($"LoadColumns({Moved(reference, first)}, {Literal.Int(stride)}, {outs});");
            }
        }
    }

    private void WriteProduct(VectorWidth width, KernelCall call, string left, string result, IReadOnlyDictionary<PlanTensor, string> columns)
    {
        var kernel = (ContractKernel)call.Kernel;
        ScalarEmitter scalars = Scalars(width);
        string Weight(int k, int n) => FunctionEmitter.Element(call.Operands[1], (n / kernel.Panel * kernel.RightPanelStride) + (k * kernel.RightStep) + (n % kernel.Panel));
        PlanTensor Extra(int index) => call.Operands[3 + kernel.MemoryExtras.TakeWhile(extra => extra.Index != index).Count()];
        for (int n = 0; n < kernel.Columns; n++)
        {
            string start = kernel.Start >= 0 ? width.Create(FunctionEmitter.Element(Extra(kernel.Start), n)) : width.Zero;
            Code.Line($"{width.Type} {result}_{n} = {start};");
        }

        for (int k = 0; k < kernel.Inner.Constant; k++)
        {
            for (int n = 0; n < kernel.Columns; n++)
            {
                Code.Line($"{result}_{n} = {width.Name}.MultiplyAddEstimate({width.Create(Weight(k, n))}, {left}_{k}, {result}_{n});");
            }
        }

        if (kernel.Epilogue is Tensors.Scalars.OperandExpression { Index: 0 })
        {
            return;
        }

        for (int n = 0; n < kernel.Columns; n++)
        {
            IEnumerable<string> extras = kernel.Extras.Select((extra, i) =>
                extra.Access == OperandAccess.Column ? width.Create(FunctionEmitter.Element(Extra(i), n)) : columns[Extra(i)] + "_" + Literal.Int(n));
            Code.Line($"{result}_{n} = {scalars.Emit(kernel.Epilogue, [$"{result}_{n}", .. extras], Code, $"{result}_{n}")};");
        }
    }

    private void Leave(VectorWidth width, string result, KernelCall call)
    {
        var kernel = (ContractKernel)call.Kernel;
        Helpers.Add(MathHelper.StoreColumns);
        Code.Line($"ref {Real} r{result} = ref Unsafe.Add(ref {FunctionEmitter.Element(call.Operands[2])}, {Index(("row", kernel.ResultRowStride))});");
        for (int column = 0; column < kernel.Columns; column += 4)
        {
            string values = string.Join(", ", Enumerable.Range(column, 4).Select(at => at < kernel.Columns ? $"{result}_{at}" : width.Zero));
            Code.Line($"StoreColumns({Moved("r" + result, column)}, {Literal.Int(kernel.ResultRowStride)}, {values});");
        }
    }
}
