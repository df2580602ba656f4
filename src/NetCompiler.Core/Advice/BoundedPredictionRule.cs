using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Advice;

/// <summary>An activation as the last layer before a loss whose targets, or logits, may be any numbers.</summary>
internal sealed class BoundedPredictionRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext loss in graph.Lines.Where(line => line.Judged is not null))
        {
            bool isRegression = Kinds.IsRegression(loss);
            if ((!isRegression && !Kinds.IsOfLogits(loss)) || graph.Maker(loss.Judged!) is not { } line || !graph.IsElementwise(line) || line.Line.Kind == Kinds.PartOf(loss))
            {
                continue;
            }

            ValueRange range = graph.Range(line.Result!);
            IEnumerable<TensorValue> targets = loss.Operands.Where(operand => operand != loss.Judged);
            if (!range.IsBounded || graph.Range(line.Operands[0]).IsBounded || targets.Any(target => range.Contains(graph.Range(target))))
            {
                continue;
            }

            yield return graph.Advise(
                AdviceCodes.BoundedPrediction,
                line,
                isRegression
                    ? $"it keeps what [{loss.Line.Kind}] compares with targets between {range}, and targets beyond can never be met. Remove it, unless all targets lie there."
                    : $"it keeps the logits that [{loss.Line.Kind}] takes between {range}, which bounds how sure the network can be. Remove it: a loss of logits wants the last layer's own numbers.",
                [loss],
                line.Name is null || !line.Scope.IsUsed(line.Name) ? [new Suggestion(CorrectionKind.RemoveLine, string.Empty, string.Empty)] : []);
        }
    }
}
