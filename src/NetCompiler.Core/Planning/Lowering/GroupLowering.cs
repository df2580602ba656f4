using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Finds the lowering of a group.</summary>
internal static class GroupLowering
{
    /// <summary>Turns a group into calls of a plan.</summary>
    public static void Realize(PlanBuilder plan, KernelGroup group)
    {
        switch (group)
        {
            case ContractGroup contract:
                new ContractLowering(plan).Realize(contract);
                break;
            case RowGroup rows:
                new RowLowering(plan).Realize(rows);
                break;
            case ColumnGroup column:
                new ColumnLowering(plan).Realize(column);
                break;
            case FlatGroup flat:
                new FlatLowering(plan).Realize(flat);
                break;
            case FlatReduceGroup reduce:
                new FlatLowering(plan).Realize(reduce);
                break;
            case DepthwiseGroup depthwise:
                new DepthwiseLowering(plan).Realize(depthwise);
                break;
            case DepthwiseGradientGroup gradient:
                new DepthwiseLowering(plan).Realize(gradient);
                break;
            case RoutedGroup routed:
                new RoutedLowering(plan).Realize(routed);
                break;
            case PoolGroup pool:
                new PoolLowering(plan).Realize(pool);
                break;
            case GatherGroup gather:
                new GatherLowering(plan).Realize(gather);
                break;
            case ResampleGroup resample:
                new ResampleLowering(plan).Realize(resample);
                break;
            case ScanGroup scan:
                new ScanLowering(plan).Realize(scan);
                break;
            case ViewGroup { View: { Operation: WindowsOperation } windows }:
                new WindowsLowering(plan).Realize(windows);
                break;
            case ViewGroup view:
                new ViewLowering(plan).Realize(view);
                break;
            default:
                throw new ProgramException(group.GetType().Name);
        }
    }
}
