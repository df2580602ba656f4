using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Rows of tables: taken by integers, and added to by them.</summary>
internal sealed class GatherLowering(PlanBuilder plan)
{
    // Elements of a table that is copied into rows, instead of read from panels, even where fewer of its rows are taken: as much as is near.
    private const long NearTable = 1 << 16;

    public void Realize(GatherGroup group)
    {
        if (group.Value.Operation is GatherOperation)
        {
            Take(group.Value);
        }
        else
        {
            Add(group.Value);
        }
    }

    private void Take(TensorValue value)
    {
        PlanTensor table = Matrix(plan.Tensor(value.Operands[0]));
        PlanTensor indices = Indices(value.Operands[1]);

        // From panels a row is read one element at a time; in rows it is vectors, which pays where as many rows are taken as the table has, or once for many calls.
        bool isCopied = table.Layout is not RowLayout && (table.Shape.Length <= plan.Context.Real.InPlaceOf(NearTable) || table.Shape[0].Maximum <= value.Operands[1].Shape.Length);
        table = isCopied || table.Layout is RowLayout ? plan.AsPaddedRows(table) : table;
        PlanTensor result = plan.NewRows(value, RowLayout.AlwaysPadded(value.Shape));
        EquatableArray<int> own = ((RowLayout)result.Layout).Strides;
        var kernel = new GatherKernel(
            LoopsOf(indices.Shape, ((RowLayout)indices.Layout).Strides, own),
            value.Shape.Last,
            table.Layout is PanelLayout panels ? new MatrixForm(panels.LaneAxis, panels.Panel) : new MatrixForm(0, 0),
            table.Layout is PanelLayout stored ? stored.PanelStride : ((RowLayout)table.Layout).Strides[0]);
        plan.Call(kernel, [table, indices, result], [result], PlanBuilder.PartitionOf(value.Shape.HasRows), PlanBuilder.Comment([value]), passesPerRow: kernel.Loops[0].Count.Constant);
    }

    private void Add(TensorValue value)
    {
        PlanTensor y = plan.AsZeroPadded(plan.Tensor(value.Operands[0]));
        PlanTensor indices = Indices(value.Operands[1]);
        if (value.Shape.Rank != 2)
        {
            throw new ProgramException($"{value} = {value.Operation.Print(["y", "i"])} to {value.Shape} has no kernel.");
        }

        // Where a product's gradient belongs to the same parameter, the sum goes on in panels.
        bool inPanels = plan.Grouping.PanelsOf(value) is not null;
        RowLayout layout = RowLayout.AlwaysPadded(value.Shape);
        PlanTensor sums = inPanels ? plan.NewTensor("sums of " + value, value.Shape, ElementKind.Real, layout) : plan.New(value, layout);
        var kernel = new ScatterAddKernel(LoopsOf(indices.Shape, ((RowLayout)y.Layout).Strides, ((RowLayout)indices.Layout).Strides), value.Shape[0].Maximum, value.Shape.Last);
        plan.Call(kernel, [y, indices, sums], [sums], Partition.Tiles, PlanBuilder.Comment([value]));
        if (inPanels)
        {
            plan.SetTensor(value, plan.AsPanels(sums, 0));
        }
    }

    private static PlanTensor Matrix(PlanTensor table) => table.Shape.Rank == 2 ? table : throw new ProgramException($"gather from {table.Shape} has no kernel.");

    // Integers of the caller's: those that a program computes are floats in memory.
    private PlanTensor Indices(TensorValue value)
    {
        PlanTensor indices = plan.Tensor(value);
        return indices is { Buffer: BufferKind.Slot, Element: ElementKind.Integer, Layout: RowLayout } ? indices : throw new ProgramException($"{value} {value.Shape} is no tensor of integers of the caller's.");
    }

    // Loops over all integers, with the strides of two tensors whose first axes these are.
    private static EquatableArray<Loop> LoopsOf(Shape indices, IReadOnlyList<int> source, IReadOnlyList<int> target) =>
        StridedLoop.Join(2, indices.Extents.Select((extent, axis) => new StridedLoop(Count.Of(extent), [source[axis], target[axis]])))
            .Select(loop => new Loop(loop.Count, loop.Strides[0], loop.Strides[1])).ToEquatableArray();
}
