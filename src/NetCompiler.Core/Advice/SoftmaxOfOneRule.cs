using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Layers;

namespace NetCompiler.Core.Advice;

/// <summary>A softmax of a single number, which is 1 whatever that is.</summary>
internal sealed class SoftmaxOfOneRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph) => graph.Lines
        .Where(line => line.Line.Kind == "Softmax" && line.Operands.Count == 1 && line.Operands[0].Shape[SoftmaxLayer.Axis(line, line.Operands[0])].IsOne)
        .Select(line => graph.Advise(
            AdviceCodes.SoftmaxOfOne,
            line,
            $"its operand {line.Operands[0].Label} has shape [{line.Describe(line.Operands[0].Shape)}], of which it takes one at a time, and the softmax of a single number is always 1. Use [Sigmoid] for the probability of one of two classes, or give it an input for each class.",
            []));
}
