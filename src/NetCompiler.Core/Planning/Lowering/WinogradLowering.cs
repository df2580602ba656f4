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
    /// <summary>Whether a product is computed so.</summary>
    /// <param name="group">The product.</param>
    /// <param name="side">Which of its operands are the windows.</param>
    public bool Takes(ContractGroup group, int side)
    {
        if (!plan.Grouping.TakesWinograd(group.Contract))
        {
            return false;
        }

        TensorValue windows = group.Contract.Operands[side];
        TensorValue x = windows.Operands[0];
        PlanTensor source = plan.Tensor(x);
        return source.Layout is RowLayout { IsPadded: true } layout && layout.Strides[x.Shape.Rank - 1] == 1
            && PlanBuilder.HasMargins(source, WinogradTile.Margins((WindowsOperation)windows.Operation, x.Shape));
    }

    public void Realize(ContractGroup group, bool isGradient)
    {
        if (isGradient)
        {
            RealizeGradient(group);
        }
        else
        {
            RealizeProduct(group);
        }
    }

    private void RealizeProduct(ContractGroup group)
    {
        var contract = (ContractOperation)group.Contract.Operation;
        var windows = (WindowsOperation)group.Contract.Operands[0].Operation;
        PlanTensor met = Met(group.Contract.Operands[0]);
        PlanTensor panels = plan.AsPanels(plan.Tensor(group.Contract.Operands[1]), 1 - contract.RightContracted[0]);
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
            layout.Step,
            windows.Positions[0],
            windows.Positions[1],
            met.OuterStrides,
            result.OuterStrides,
            epilogue,
            extras.Select(extra => new SlidingExtra(extra.Access, extra.Strides.ToEquatableArray())).ToEquatableArray());
        PlanTensor scratch = plan.Scratch(kernel.Scratch, (shape[0].Maximum + KernelCall.RowTile - 1) / KernelCall.RowTile, Partition.Rows);
        plan.Call(kernel, [met, weights, result, scratch, .. ClosingMap.Memory(extras)], [result, scratch], Partition.Rows, ContractLowering.Comment(group));
    }

    private void RealizeGradient(ContractGroup group)
    {
        TensorValue left = group.Contract.Operands[0];
        var windows = (WindowsOperation)group.Contract.Operands[1].Operation;
        PlanTensor met = Met(group.Contract.Operands[1]);
        PlanTensor pooled = plan.AsZeroPadded(plan.Tensor(left));
        var layout = new WinogradLayout(PanelLayout.Of(group.Result.Shape, 0), windows.Step[0] < 0);
        int panel = layout.Source.Panel;
        var product = new ContractKernel(
            new Count(layout.Channels, false),
            new Count(1, true),
            layout.Source.Lanes,
            panel,
            1,
            Layout.Pad(layout.Channels),
            panel,
            Layout.Pad(layout.Source.Lanes),
            layout.Channels * panel,
            panel,
            -1,
            ScalarExpression.Operand(0) + ScalarExpression.Operand(1),
            EquatableArray.Of(new MapOperand(OperandAccess.Full, panel)),
            Puts: false);
        var kernel = new WinogradGradientKernel(product, layout.Step, windows.Positions[0], windows.Positions[1], met.OuterStrides, pooled.OuterStrides);
        string comment = ContractLowering.Comment(group);
        PlanTensor sums = plan.NewTensor("sums of " + group.Contract, group.Result.Shape, ElementKind.Real, layout);
        PlanTensor scratch = plan.Scratch(kernel.Scratch, WinogradGradientKernel.Parts, Partition.Parts);
        plan.Call(kernel, [met, pooled, sums, scratch], [sums, scratch], Partition.Parts, comment);

        ParameterPlacement? put = plan.PutOf(group.Result);
        PlanTensor? result = put is null ? plan.New(group.Result, layout.Source) : null;
        (ScalarExpression epilogue, List<ClosingOperand> extras) = ClosingMap.Of(plan, group.Contract, group.Map, operand => plan.AsPanels(operand, 0));
        var closing = new WinogradSumsKernel(layout, epilogue, extras.Select(extra => new MapOperand(extra.Access, 0)).ToEquatableArray(), put is not null);
        plan.Call(closing, result is null ? [sums, .. ClosingMap.Memory(extras)] : [sums, result, .. ClosingMap.Memory(extras)], result is null ? [] : [result], Partition.Tiles, comment, put?.Offset ?? -1);
    }

    // The operand of windows, seen from what the first one meets first.
    private PlanTensor Met(TensorValue value)
    {
        var windows = (WindowsOperation)value.Operation;
        PlanTensor source = plan.Tensor(value.Operands[0]);
        EquatableArray<int> strides = ((RowLayout)source.Layout).Strides;
        int offset = Enumerable.Range(0, windows.Axes).Sum(axis => WinogradTile.First(windows, axis) * strides[axis + 1]);
        return source.View(source.Name, source.Shape, source.Layout, offset);
    }
}
