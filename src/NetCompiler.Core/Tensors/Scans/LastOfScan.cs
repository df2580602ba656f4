using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tensors.Scans;

/// <summary>The last of all steps that a scan stacks, which is a state that it has anyway.</summary>
internal static class LastOfScan
{
    /// <summary>
    /// What the carry becomes whose name a stacked value has, without the steps; null where the value is no such result, or of a scan that begins with the last step. Where rows have fewer
    /// steps, their state is that of their own last one.
    /// </summary>
    public static TensorValue? Of(ProgramBuilder program, TensorValue value) =>
        value.Operation is ItemOperation { Kind: ResultKind.Stacked } item && value.Operands[0].Operation is ScanOperation { IsBackward: false } scan
        && scan.ResultOf(ResultKind.Carry, item.Result) is { } carry && carry.Shape == scan.ResultOf(ResultKind.Stacked, item.Result)!.Shape
            ? program.Add(new ItemOperation(ResultKind.Carry, item.Result), value.Operands[0])
            : null;
}
