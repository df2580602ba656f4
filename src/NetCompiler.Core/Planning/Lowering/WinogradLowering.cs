using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Products of windows of 3 x 3 in Winograd's form, where that pays and memory is as it needs it: channels last, zeros around as far as tiles reach.</summary>
internal sealed class WinogradLowering(PlanBuilder plan)
{
    public bool Takes(ContractGroup group)
    {
        if (!KernelGrouping.TakesWinograd(group.Contract))
        {
            return false;
        }

        TensorValue x = group.Contract.Operands[0].Operands[0];
        PlanTensor source = plan.Tensor(x);
        return source.Layout is RowLayout { IsPadded: true } layout && layout.Strides[x.Shape.Rank - 1] == 1
            && PlanBuilder.HasMargins(source, WinogradTile.Margins((WindowsOperation)group.Contract.Operands[0].Operation, x.Shape));
    }

    public void Realize(ContractGroup group)
    {
        var contract = (ContractOperation)group.Contract.Operation;
        var windows = (WindowsOperation)group.Contract.Operands[0].Operation;
        TensorValue x = group.Contract.Operands[0].Operands[0];
        TensorValue right = group.Contract.Operands[1];
        PlanTensor source = plan.Tensor(x);
        EquatableArray<int> strides = ((RowLayout)source.Layout).Strides;
        int offset = Enumerable.Range(0, windows.Axes).Sum(axis => WinogradTile.First(windows, axis) * strides[axis + 1]);
        PlanTensor met = source.View(source.Name, source.Shape, source.Layout, offset);

        PlanTensor panels = plan.AsPanels(plan.Tensor(right), 1 - contract.RightContracted[0]);
        var layout = new WinogradLayout((PanelLayout)panels.Layout, windows.Step[0] < 0);
        PlanTensor weights = plan.Copy(panels, layout);
        Shape shape = group.Result.Shape;
        PlanTensor result = plan.NewRows(group.Result, RowLayout.AlwaysPadded(shape));
        (ScalarExpression epilogue, List<ClosingOperand> extras) = ClosingMap.Of(plan, group.Contract, group.Map, plan.AsPaddedRows);
        int panel = layout.Source.Panel;
        var product = new ContractKernel(
            new Count(WinogradTile.Block(WinogradTile.Count(windows.Positions[0]) * WinogradTile.Count(windows.Positions[1])), false),
            new Count(layout.Channels, false),
            layout.Source.Lanes,
            panel,
            Layout.Pad(layout.Channels),
            1,
            layout.Channels * panel,
            panel,
            panel,
            Layout.Pad(layout.Source.Lanes),
            -1,
            ScalarExpression.Operand(0),
            EquatableArray<MapOperand>.Empty,
            Puts: false);
        var kernel = new WinogradKernel(
            product,
            windows.Positions[0],
            windows.Positions[1],
            strides.Take(3).ToEquatableArray(),
            ((RowLayout)result.Layout).Strides.Take(3).ToEquatableArray(),
            epilogue,
            extras.Select(extra => new SlidingExtra(extra.Access, extra.Strides.ToEquatableArray())).ToEquatableArray());
        PlanTensor scratch = plan.Scratch(kernel.Scratch, shape[0]);
        IEnumerable<PlanTensor> memory = extras.Where(extra => extra.Tensor is not null).Select(extra => extra.Tensor!);
        plan.Call(kernel, [met, weights, result, scratch, .. memory], [result, scratch], Partition.Rows, ContractLowering.Comment(group));
    }
}
