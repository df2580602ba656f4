using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>
/// A dropout whose result reaches a batch normalisation through lines that keep the shift of its variance. Li, Chen, Hu and Yang: Understanding the Disharmony between Dropout
/// and Batch Normalization by Variance Shift, CVPR 2019.
/// </summary>
internal sealed class DropoutBeforeBatchNormRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph)
    {
        foreach (LayerContext norm in graph.Lines.Where(Kinds.IsBatchNorm))
        {
            LayerContext? line = graph.Before(norm);
            while (line is not null && (graph.IsElementwise(line) || Kinds.IsLinear(line) || Kinds.IsConvolution(line) || Kinds.IsPool(line) || line.Line.Kind == "Flatten"))
            {
                line = graph.Before(line);
            }

            // AlphaDropout keeps mean and variance.
            if (line is not null && Kinds.IsDropout(line) && line.Line.Kind != "AlphaDropout")
            {
                yield return graph.Advise(
                    AdviceCodes.DropoutBeforeBatchNorm,
                    line,
                    $"{norm.Label} behind it learns variances of what dropout has widened, and meets others in inference, where nothing is dropped: accuracy falls (Li et al. 2019). Put dropout behind the last batch normalisation.",
                    [norm]);
            }
        }
    }
}
