using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>What a kernel's method takes beside its operands, in this order.</summary>
internal sealed record KernelSignature(bool Scale, bool Share, bool Puts, bool Range, bool Inner, int MaskKeys)
{
    /// <summary>Names of the numbers that its calls give.</summary>
    public EquatableArray<string> Numbers { get; init; } = EquatableArray<string>.Empty;

    /// <summary>Names of the factors that its calls give.</summary>
    public EquatableArray<string> Factors { get; init; } = EquatableArray<string>.Empty;

    /// <summary>The call's scalars that it takes, by name.</summary>
    public IEnumerable<string> Scalars => [.. Scale ? ["scale"] : Array.Empty<string>(), .. Share ? ["share"] : Array.Empty<string>()];

    public static KernelSignature Of(Kernel kernel) => kernel switch
    {
        ContractKernel contract => new(Uses(contract.Extras, OperandAccess.Scale), Uses(contract.Extras, OperandAccess.Share), contract.Puts, true, contract.TotalInner.TimesRows, 0)
        {
            Numbers = contract.Alternates ? EquatableArray.Of("back") : EquatableArray<string>.Empty,
        },
        MapKernel map => new(Uses(map.Operands, OperandAccess.Scale), Uses(map.Operands, OperandAccess.Share), false, map.HasRows || map.Loops == 0, false, 0)
        {
            Numbers = MapEmitter.Numbers(map).ToEquatableArray(),
            Factors = MapEmitter.Factors(map).ToEquatableArray(),
        },
        RowKernel rows => new(
            rows.Operands.Any(operand => operand.Access == OperandAccess.Scale),
            rows.Operands.Any(operand => operand.Access == OperandAccess.Share),
            false,
            rows.HasRows,
            false,
            rows.Statements.Count(statement => statement.IsRandom)),
        ColumnKernel column => new(Uses(column.Operands, OperandAccess.Scale), Uses(column.Operands, OperandAccess.Share), column.Puts, column.KeepsRows || !column.IsNumber, column.Reduced.Any(loop => loop.IsRows), 0)
        {
            Numbers = ColumnEmitter.Numbers(column).ToEquatableArray(),
        },
        FlatKernel flat => new(Uses(flat.Operands, OperandAccess.Scale), Uses(flat.Operands, OperandAccess.Share), flat.Puts, true, false, 0)
        {
            Numbers = FlatEmitter.Numbers(flat).ToEquatableArray(),
        },
        RelayoutKernel => new(false, false, false, true, false, 0)
        {
            Numbers = EquatableArray.Of("columns", "xStride", "yStride"),
        },
        FlatReduceKernel reduce => new(Uses(reduce.Operands, OperandAccess.Scale), Uses(reduce.Operands, OperandAccess.Share), false, false, false, 0),
        PoolKernel => new(false, false, false, true, false, 0),
        DepthwiseKernel depthwise => new(Uses(depthwise.Extras, OperandAccess.Scale), Uses(depthwise.Extras, OperandAccess.Share), false, true, false, 0),
        WinogradKernel winograd => new(Uses(winograd.Extras, OperandAccess.Scale), Uses(winograd.Extras, OperandAccess.Share), false, true, false, 0),
        WinogradGradientKernel => new(false, false, false, true, true, 0),
        WinogradSumsKernel sums => new(Uses(sums.Extras, OperandAccess.Scale), Uses(sums.Extras, OperandAccess.Share), sums.Puts, true, false, 0),
        DepthwiseGradientKernel => new(false, false, false, true, true, 0),
        RoutedWeightKernel => new(false, false, false, true, true, 0),
        RoutedInputKernel => new(false, false, false, true, false, 0),
        GatherKernel gather => new(false, false, false, gather.HasRows, false, 0),
        ScatterAddKernel scatter => new(false, false, false, true, scatter.Loops[0].Count.TimesRows, 0),
        CountKernel => new(false, false, false, false, false, 0),
        BorderKernel border => new(false, false, false, border.HasRows, false, 0)
        {
            Numbers = MoveEmitter.Numbers(border).ToEquatableArray(),
        },
        ResampleKernel resample => new(false, false, false, resample.HasRows, false, 0),
        TransposeKernel transpose => new(false, false, false, transpose.HasRows, false, 0),
        MoveKernel move => new(false, false, false, move.HasRows, false, 0),
        FromBytesKernel bytes => new(false, false, false, bytes.HasRows, false, 0),
        _ => new(false, false, false, true, false, 0),
    };

    /// <summary>The parameter list behind the operands, each beginning with a comma.</summary>
    public string Parameters(RealType real)
    {
        IEnumerable<string> keys = Enumerable.Range(0, MaskKeys).Select(i => ", uint key" + Literal.Int(i));
        return (Scale ? $", {real} scale" : string.Empty) + (Share ? $", {real} share" : string.Empty) + (Range ? ", int first, int last" : string.Empty)
            + (Inner ? ", int rows" : string.Empty) + string.Concat(Numbers.Select(number => ", nint " + number)) + string.Concat(Factors.Select(factor => $", {real} " + factor)) + string.Concat(keys) + (MaskKeys > 0 ? ", int firstRow" : string.Empty) + (Puts ? ", nuint at, scoped ref TSink sink" : string.Empty);
    }

    /// <summary>The same names as arguments.</summary>
    public string Arguments()
    {
        IEnumerable<string> keys = Enumerable.Range(0, MaskKeys).Select(i => ", key" + Literal.Int(i));
        return (Scale ? ", scale" : string.Empty) + (Share ? ", share" : string.Empty) + (Range ? ", first, last" : string.Empty)
            + (Inner ? ", rows" : string.Empty) + string.Concat(Numbers.Concat(Factors).Select(number => ", " + number)) + string.Concat(keys) + (MaskKeys > 0 ? ", firstRow" : string.Empty) + (Puts ? ", at, ref sink" : string.Empty);
    }

    private static bool Uses(IEnumerable<SlidingExtra> extras, OperandAccess access) => extras.Any(extra => extra.Access == access);

    private static bool Uses(IEnumerable<MapOperand> operands, OperandAccess access) => operands.Any(operand => operand.Access == access);
}
