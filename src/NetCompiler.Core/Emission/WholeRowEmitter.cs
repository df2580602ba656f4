using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes the way of one sample through a small network as one method for each width: its products stand where they are used, written out
/// instead of looped, and the last goes straight to the caller. Larger networks gain nothing by it.
/// </summary>
internal sealed class WholeRowEmitter(CodeWriter code, HelperSet helpers, IReadOnlyList<KernelCall> calls, Action<KernelCall> writeCall) : KernelEmitter(code, helpers)
{
    private int _written;

    /// <summary>Writes the method that chooses the width, and one for each width.</summary>
    /// <param name="method">Its name.</param>
    public void Write(string method)
    {
        string[] references = FunctionEmitter.References(calls);
        string parameters = string.Join(", ", references.Select(name => $"ref {FunctionEmitter.TypeOf(Real, name, calls)} {name}"));
        string arguments = string.Join(", ", references.Select(name => "ref " + name));
        WriteWidths(method, parameters, arguments, puts: false, "Computes the outputs of one row: the kernels of a small network in one method.", WriteBody);
    }

    private void WriteBody(VectorWidth width)
    {
        _written = 0;
        if (calls.Any(call => !SmallNetwork.IsProduct(call) && LeavesOf(call) is null))
        {
            Code.Line("const int rows = 1;");
        }

        foreach (KernelCall call in calls)
        {
            if (SmallNetwork.IsProduct(call))
            {
                WriteProduct(call, width);
            }
            else if (LeavesOf(call) is null)
            {
                writeCall(call);
            }
        }
    }

    // The product whose result a call does nothing with but copy it to the caller, if nothing else reads that.
    private KernelCall? LeavesOf(KernelCall call) =>
        call.Kernel is MoveKernel { FillsZeros: false } && call.ConditionSlot < 0 && call.Operands[1].Buffer == BufferKind.Slot
        && calls.FirstOrDefault(other => SmallNetwork.IsProduct(other) && ReferenceEquals(other.Operands[2], call.Operands[0])) is { } product
        && calls.Count(other => other != product && other.Operands.Any(operand => ReferenceEquals(operand.Root, product.Operands[2].Root))) == 1 ? product : null;

    private void WriteProduct(KernelCall call, VectorWidth width)
    {
        var kernel = (ContractKernel)call.Kernel;
        ContractTile tile = ContractTile.One(kernel, width.Size);
        KernelCall? leaving = calls.FirstOrDefault(other => LeavesOf(other) == call);
        PlanTensor target = leaving is null ? call.Operands[2] : leaving.Operands[1];
        for (int column = 0; column < Layout.Pad(kernel.Columns); column += tile.ColumnStep)
        {
            Code.Line("// " + call.Comment);
            using (Code.Block(string.Empty))
            {
                Code.Line($"ref {Real} a = ref {FunctionEmitter.Element(call.Operands[0])};");
                Code.Line($"ref {Real} b = ref {FunctionEmitter.Element(call.Operands[1], (column / kernel.Panel * kernel.RightPanelStride) + (column % kernel.Panel))};");
                Code.Line($"ref {Real} c = ref {FunctionEmitter.Element(target, column)};");
                int operand = 3;
                foreach ((MapOperand extra, int index) in kernel.MemoryExtras)
                {
                    Code.Line($"ref {Real} e{index} = ref {FunctionEmitter.Element(call.Operands[operand++], extra.Access is OperandAccess.Full or OperandAccess.Column ? column : 0)};");
                }

                bool unrolled = SmallNetwork.IsUnrolled(kernel, tile, _written);
                _written += unrolled ? kernel.Inner.Constant * tile.Vectors : 0;
                new ContractTileEmitter(Code, Helpers, kernel, tile) { IsUnrolled = unrolled, IsExact = leaving is not null, Columns = kernel.Columns - column }.Write();
            }
        }
    }
}
