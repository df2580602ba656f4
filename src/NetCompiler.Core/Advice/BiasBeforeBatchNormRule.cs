using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>A bias that the batch normalisation behind it takes out with the mean: it changes nothing, costs memory and has a gradient of 0.</summary>
internal sealed class BiasBeforeBatchNormRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext norm in graph.Lines.Where(Kinds.IsBatchNorm))
        {
            // The bias is one number for each channel, which of a linear layer is so of vectors only.
            if (graph.Before(norm) is { } line
                && (Kinds.IsConvolution(line) || (Kinds.IsLinear(line) && line.Result!.Shape.Rank == 2))
                && line.Arguments.Flag("Bias", otherwise: true)
                && !graph.IsShared(line)
                && graph.IsReadOnce(line.Result!))
            {
                yield return graph.Advise(
                    AdviceCodes.BiasBeforeBatchNorm,
                    line,
                    $"{norm.Label} subtracts the mean of each channel, and with it this line's bias, which therefore has no effect. Write Bias = false.",
                    [norm],
                    new Suggestion(CorrectionKind.SetArgument, "Bias", "false"));
            }
        }
    }
}
