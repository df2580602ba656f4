using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>A softmax or sigmoid whose result goes to a loss that applies it itself: the likeliest slip of who comes from a framework whose loss does not.</summary>
internal sealed class LossAppliesItRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext loss in graph.Lines.Where(line => line.Judged is not null))
        {
            if (graph.Maker(loss.Judged!) is not { } line || line.Line.Kind != Kinds.PartOf(loss))
            {
                continue;
            }

            string what = line.Line.Kind == "Softmax" ? "softmax" : "sigmoid";
            yield return graph.Advise(
                AdviceCodes.LossAppliesIt,
                line,
                $"[{loss.Line.Kind}] takes logits and applies the {what} itself, so that it is applied twice and learning is slow. Remove this line and apply the {what} to outputs where you need probabilities, or let the loss judge the value before it, by name: [{loss.Line.Kind}(Value = \"logits\")].",
                [loss],
                [.. Corrections(graph, line, loss)]);
        }
    }

    private static IEnumerable<Suggestion> Corrections(LineGraph graph, LayerContext line, LayerContext loss)
    {
        // Lines that name the result would be left without it.
        if (line.Name is null || !line.Scope.IsUsed(line.Name))
        {
            yield return new Suggestion(CorrectionKind.RemoveLine, string.Empty, string.Empty);
        }

        if (graph.Before(line) is { Name: { } name } before && before.Scope == loss.Scope && before.Result == line.Operands[0])
        {
            yield return new Suggestion(CorrectionKind.SetArgument, "Value", "\"" + name + "\"", loss);
        }
    }
}
