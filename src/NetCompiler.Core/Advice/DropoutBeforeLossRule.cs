using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>A dropout as the last line before a loss: predictions themselves are dropped.</summary>
internal sealed class DropoutBeforeLossRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext loss in graph.Lines.Where(line => line.Judged is not null))
        {
            if (graph.Maker(loss.Judged!) is { } line && Kinds.IsDropout(line))
            {
                yield return graph.Advise(
                    AdviceCodes.DropoutBeforeLoss,
                    line,
                    $"it drops predictions themselves, and [{loss.Line.Kind}] judges the zeros that are left in their place. Put dropout before the last layer.",
                    [loss],
                    line.Name is null || !line.Scope.IsUsed(line.Name) ? [new Suggestion(CorrectionKind.RemoveLine, string.Empty, string.Empty)] : []);
            }
        }
    }
}
