using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>
/// A linear layer on feature maps [channels, height, width]. It works on the last axis, as in PyTorch and Keras, and so on each row of each map by itself; what is meant is a layer
/// over all of them.
/// </summary>
internal sealed class LinearOverColumnsRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext linear in graph.Lines.Where(line => Kinds.IsLinear(line) && line.Operands.Count == 1 && line.Operands[0].Shape is { Rank: 4, HasRows: true }))
        {
            LayerContext? line = graph.Before(linear);
            while (line is not null && (graph.IsElementwise(line) || line.Line.Kind == "Dropout"))
            {
                line = graph.Before(line);
            }

            if (line is not null && Kinds.IsOfImages(line))
            {
                string shape = linear.Describe(linear.Operands[0].Shape);
                yield return graph.Advise(
                    AdviceCodes.LinearOverColumns,
                    linear,
                    $"its operand has shape [{shape}], feature maps of {line.Label}, of which it sees one row at a time: its result is [{linear.Describe(linear.Result!.Shape)}]. Put [Flatten] before it, so that it sees all of them.",
                    [line],
                    new Suggestion(CorrectionKind.InsertBefore, string.Empty, "Flatten"));
            }
        }
    }
}
