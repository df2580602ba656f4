using System;
using System.Collections.Generic;
using NetCompiler.Core.Differentiation.Rules;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation;

/// <summary>The rule of each operation.</summary>
internal static class RuleTable
{
    private static readonly Dictionary<Type, DifferentiationRule> s_rules = new()
    {
        [typeof(MapOperation)] = new MapRule(),
        [typeof(ContractOperation)] = new ContractRule(),
        [typeof(ConvolveOperation)] = new ConvolveRule(),
        [typeof(PoolTakeOperation)] = new PoolTakeRule(),
        [typeof(PoolPutOperation)] = new PoolPutRule(),
        [typeof(PoolSumOperation)] = new PoolSumRule(),
        [typeof(PoolSpreadOperation)] = new PoolSpreadRule(),
        [typeof(GatherOperation)] = new GatherRule(),
        [typeof(ScatterAddOperation)] = new ScatterAddRule(),
        [typeof(ReduceOperation)] = new ReduceRule(),
        [typeof(ReshapeOperation)] = new ReshapeRule(),
        [typeof(TransposeOperation)] = new TransposeRule(),
        [typeof(SliceOperation)] = new SliceRule(),
        [typeof(PadOperation)] = new PadRule(),
        [typeof(ResampleOperation)] = new ResampleRule(),
        [typeof(ConcatOperation)] = new ConcatRule(),
        [typeof(BroadcastOperation)] = new BroadcastRule(),
        [typeof(ScanOperation)] = new ScanRule(),
        [typeof(ItemOperation)] = new ItemRule(),
        [typeof(PoolArgMaxOperation)] = new NoDerivativeRule(),
        [typeof(FromBytesOperation)] = new NoDerivativeRule(),
        [typeof(StationaryOperation)] = new StationaryRule(),
        [typeof(StopGradientOperation)] = new NoDerivativeRule(),
        [typeof(SourceOperation)] = new NoDerivativeRule(),
        [typeof(RuntimeScalarOperation)] = new NoDerivativeRule(),
        [typeof(ConstantOperation)] = new NoDerivativeRule(),
        [typeof(RandomMaskOperation)] = new NoDerivativeRule(),
        [typeof(RandomUniformOperation)] = new NoDerivativeRule(),
        [typeof(CountOperation)] = new NoDerivativeRule(),
    };

    /// <summary>The rule of an operation.</summary>
    /// <exception cref="ProgramException">It has none.</exception>
    public static DifferentiationRule Of(Operation operation) =>
        s_rules.TryGetValue(operation.GetType(), out DifferentiationRule? rule)
            ? rule
            : throw new ProgramException($"{operation.Name} has no differentiation rule: add it to {nameof(RuleTable)}.");
}
