using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>What leaves a function: outputs to the caller, gradients to the sink.</summary>
internal sealed class ResultLowering(PlanBuilder plan)
{
    public void Leave(ProgramResult result)
    {
        switch (result.Kind)
        {
            case ResultKind.Output or ResultKind.InputGradient:
                PlanTensor source = plan.AsRows(plan.Tensor(result.Value));
                int slot = plan.Context.ResultSlots[(result.Kind, result.Name)];
                PlanTensor target = PlanTensor.Create(result.Name, result.Value.Shape, ElementKind.Real, RowLayout.Dense(result.Value.Shape), BufferKind.Slot, slot: slot);
                bool optional = result.Kind == ResultKind.Output && plan.Context.OutputsAreOptional;
                if (!optional && IsOurs(source) && source.Layout.Equals(target.Layout))
                {
                    // Whatever computes it may as well write where the caller wants it.
                    source.Buffer = BufferKind.Slot;
                    source.Slot = slot;
                    break;
                }

                plan.Call(
                    new MoveKernel(PlanBuilder.Loops(source.Shape, ((RowLayout)source.Layout).Strides, ((RowLayout)target.Layout).Strides), 0, FillsZeros: false),
                    [source, target],
                    [target],
                    PlanBuilder.PartitionOf(source.Shape.HasRows),
                    "output " + result.Name,
                    conditionSlot: optional ? slot : -1);
                break;
            case ResultKind.ParameterGradient when plan.PutOf(result.Value) is null:
                Put(result);
                break;
            case ResultKind.State when result.Value.Element == ElementKind.Count:
                for (TensorValue value = result.Value; value.Operation is CountOperation; value = value.Operands[0])
                {
                    PlanTensor counted = plan.StateOf(result.Name, ElementKind.Count);
                    plan.Call(new CountKernel(), [counted], [counted], Partition.Single, result.Name);
                }

                break;
            case ResultKind.State:
                Keep(result);
                break;
        }
    }

    /// <summary>
    /// Leaves what a call hands to the next one: over what the call before left, when all else has been computed. A kernel whose result nothing needs at that
    /// place writes it there itself.
    /// </summary>
    public void Carry(IReadOnlyList<ProgramResult> results)
    {
        // What was carried may become another carry, or an output: it is copied before anything is written.
        PlanTensor[] sources = [.. results.Select(result => plan.AsRows(plan.Tensor(result.Value)))
            .Select(source => source.Root.Buffer == BufferKind.Carried ? plan.Copy(source, RowLayout.AlwaysPadded(source.Shape)) : source)];
        for (int i = 0; i < sources.Length; i++)
        {
            PlanTensor source = sources[i];
            PlanTensor old = plan.CarryOf(results[i].Name);
            if (sources.Count(other => ReferenceEquals(other.Root, source.Root)) == 1 && MayReplace(source, old))
            {
                source.Buffer = BufferKind.Carried;
                source.Offset = old.Offset;
            }
            else
            {
                plan.Move(source, ((RowLayout)source.Layout).Strides, old, old.Shape, "carry " + results[i].Name);
            }
        }
    }

    // Whether the only kernel that writes a value may write it over what was carried: when nothing reads that any more, but for the elements in their place.
    private bool MayReplace(PlanTensor source, PlanTensor old)
    {
        IReadOnlyList<KernelCall> writers = plan.WritersOf(source);
        if (source.Buffer != BufferKind.Workspace || !ReferenceEquals(source, source.Root) || source.StoredLength != old.StoredLength || !source.Layout.Equals(old.Layout) || writers.Count != 1)
        {
            return false;
        }

        return plan.Calls.SkipWhile(call => call != writers[0]).All(call => call.Operands.Where(IsOld).All(operand =>
            call == writers[0] && WorkspacePlanner.Replaceable(call, source).Any(replaceable => ReferenceEquals(replaceable, operand))));

        bool IsOld(PlanTensor operand) => operand.Root.Buffer == BufferKind.Carried && operand.Root.Offset == old.Offset;
    }

    // The kernel that computes new state writes it over the old, which only it reads, element by element.
    private void Keep(ProgramResult result)
    {
        PlanTensor source = plan.AsRows(plan.Tensor(result.Value));
        PlanTensor old = plan.StateOf(result.Name, ElementKind.Real);
        PlanTensor root = source.Root;
        bool isOurs = root.Buffer == BufferKind.Workspace && source.ViewOffset == 0 && root.StoredLength == old.StoredLength && source.Layout.Equals(old.Layout)
            && plan.WritersOf(root).Count > 0;
        if (isOurs)
        {
            root.Buffer = BufferKind.State;
            root.Offset = old.Offset;
            return;
        }

        plan.Move(source, ((RowLayout)source.Layout).Strides, old, old.Shape, "state " + result.Name);
    }

    // Computed in memory of its own, by kernels that write no element beyond it.
    private bool IsOurs(PlanTensor tensor) =>
        tensor.Buffer == BufferKind.Workspace && ReferenceEquals(tensor, tensor.Root) && tensor.Shape.Last % Layout.Vector == 0
        && plan.WritersOf(tensor).Count > 0;

    private void Put(ProgramResult result)
    {
        ParameterPlacement parameter = plan.Context.Parameters[result.Name];
        PlanTensor source = plan.Tensor(result.Value);
        int valid = parameter.StoredLength;
        if (parameter.Layout is PanelLayout panels)
        {
            source = plan.AsPanels(source, panels.LaneAxis);
        }
        else
        {
            source = plan.AsRows(source);
            if (!source.Layout.Equals(parameter.Layout) || source.Buffer != BufferKind.Workspace || source.ViewOffset % Layout.Vector != 0 || source.Root.StoredLength < parameter.StoredLength)
            {
                source = plan.Copy(source, (RowLayout)parameter.Layout);
            }

            valid = parameter.Shape.Last == 1 ? (int)parameter.Shape.Length : valid;
        }

        (FlatKernel kernel, int[] numbers) = FlatKernel.Of(parameter.StoredLength, valid, null, FlatLowering.Padded(parameter.Layout as PanelLayout), ScalarExpression.Operand(0), [new MapOperand(OperandAccess.Full, 0)], puts: true);
        plan.Call(kernel, [source], [], Partition.Tiles, "gradient of " + result.Name, parameter.Offset, numbers: numbers, length: parameter.StoredLength);
    }
}
