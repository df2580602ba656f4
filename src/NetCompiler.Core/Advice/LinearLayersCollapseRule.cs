using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>
/// Two linear layers with nothing between them, which together compute what one can. Where the value between is narrower than both ends, one could not with as few
/// parameters: that is a factorisation, and meant.
/// </summary>
internal sealed class LinearLayersCollapseRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext second in graph.Lines.Where(Kinds.IsLinear))
        {
            if (graph.Before(second) is not { } first || !Kinds.IsLinear(first) || graph.IsShared(first) || graph.IsShared(second) || !graph.IsReadOnce(first.Result!))
            {
                continue;
            }

            int inputs = first.Operands[0].Shape.Last;
            int between = first.Result!.Shape.Last;
            int outputs = second.Result!.Shape.Last;
            if (between >= Math.Min(inputs, outputs))
            {
                yield return graph.Advise(
                    AdviceCodes.LinearLayersCollapse,
                    second,
                    $"between it and {first.Label} there is nothing that is not linear, so that the two compute no more than one [Linear({outputs})] would. Put an activation between them, such as [ReLU], or leave one out.",
                    [first],
                    new Suggestion(CorrectionKind.InsertBefore, string.Empty, "ReLU"));
            }
        }
    }
}
