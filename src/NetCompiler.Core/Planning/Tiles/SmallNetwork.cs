using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning.Tiles;

/// <summary>
/// Which lists of calls are written as methods of their own besides: one row of a small network, and many rows of a tiny one. There the calls, loops and
/// padding of kernels are a good part of the time.
/// </summary>
internal static class SmallNetwork
{
    // Multiply-adds of the widest vectors beyond which one row's calls and loops are a small part of the time.
    private const int LargestRow = 512;
    private const int MostCalls = 16;

    // Vector multiply-adds that are written out for one product, and in one method. 64 x 64 written out was no faster than its loop.
    private const int LargestProduct = 64;
    private const int LargestMethod = 1000;

    // Multiply-adds of a row that are written out in lanes, and all of the method with the closing maps: beyond the first a loop is as fast, and
    // beyond the second the JIT no longer optimises.
    private const int LargestInLanes = 256;
    private const int LargestCostInLanes = 700;

    /// <summary>Whether a call is a product that may stand in another method.</summary>
    public static bool IsProduct(KernelCall call) =>
        call.Kernel is ContractKernel { Puts: false, Rows: { Constant: 1, TimesRows: true }, Inner.TimesRows: false, OuterRows.Count: 0, OuterInner.Count: 0 };

    /// <summary>Whether one row of the calls is a method of its own.</summary>
    public static bool TakesRow(IReadOnlyList<KernelCall> calls, RealType real) =>
        calls.Count <= MostCalls && calls.Any(IsProduct) && calls.All(call => call.Body.Count == 0)
        && calls.Sum(call => call.Kernel is ContractKernel kernel ? (long)kernel.TotalInner.Constant * kernel.TotalRows.Constant * Layout.Pad(kernel.Columns) / Layout.Vector : 0) <= real.InPlaceOf(LargestRow);

    /// <summary>Whether a product's sum is written out in a method that has so many vector multiply-adds written out already.</summary>
    public static bool IsUnrolled(ContractKernel kernel, ContractTile tile, int written) =>
        kernel.Inner.Constant * tile.Vectors <= LargestProduct && written + (kernel.Inner.Constant * tile.Vectors) <= LargestMethod;

    /// <summary>Whether the products of many rows are a method with a row in each lane: tiny ones that read nothing but the caller's tensors, weights and each other.</summary>
    public static bool TakesLanes(IReadOnlyList<KernelCall> calls)
    {
        KernelCall[] products = calls.Where(IsProduct).ToArray();
        long multiplyAdds = products.Sum(call => ((ContractKernel)call.Kernel).Inner.Constant * (long)((ContractKernel)call.Kernel).Columns);
        long maps = products.Sum(call => ((ContractKernel)call.Kernel).Epilogue.Cost * (long)((ContractKernel)call.Kernel).Columns);
        bool InLanes(PlanTensor tensor) => products.Any(product => ReferenceEquals(product.Operands[2], tensor));

        // An output is a tensor of the caller's too, and may be another kernel's result.
        bool IsGiven(PlanTensor tensor) => tensor.Root.Buffer == BufferKind.Slot && !calls.Any(call => call.Written.Any(written => ReferenceEquals(written.Root, tensor.Root)));
        return products.Length > 0 && calls.Count <= MostCalls && calls.All(call => call.Body.Count == 0) && multiplyAdds <= LargestInLanes && multiplyAdds + maps <= LargestCostInLanes
            && products.All(call => (InLanes(call.Operands[0]) || IsGiven(call.Operands[0]))
                && call.Operands[1].Root.Buffer != BufferKind.Slot
                && ((ContractKernel)call.Kernel).Extras.All(extra => extra.Access is OperandAccess.Column or OperandAccess.Full)
                && ((ContractKernel)call.Kernel).MemoryExtras.Select((extra, i) => (extra.Operand, Tensor: call.Operands[3 + i]))
                    .All(extra => extra.Operand.Access == OperandAccess.Column || InLanes(extra.Tensor)));
    }
}
