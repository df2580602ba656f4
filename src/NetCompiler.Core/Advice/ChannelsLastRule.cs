using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>An input that looks like an image in Keras's order, [height, width, channels], before a line that takes PyTorch's.</summary>
internal sealed class ChannelsLastRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext line in graph.Lines.Where(Kinds.IsOfImages))
        {
            if (line.Operands.Count == 1 && line.Network.ChannelsLast(line.Operands[0]) is { Line: { } input } order)
            {
                string shape = input.Describe(line.Operands[0].Shape);
                yield return graph.Advise(
                    AdviceCodes.ChannelsLast,
                    input,
                    $"its shape [{shape}] looks like [height, width, channels], and {line.Label} takes its first number for channels. Images lie as in PyTorch, [channels, height, width]: write [Input({order.Text})] and give the pixels in that order.",
                    [line],
                    order);
            }
        }
    }
}
