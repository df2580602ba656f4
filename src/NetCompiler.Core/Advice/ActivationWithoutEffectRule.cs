using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Advice;

/// <summary>A [ReLU] of what is never negative, such as another one's result.</summary>
internal sealed class ActivationWithoutEffectRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph) => graph.Lines
        .Where(line => graph.IsElementwise(line)
            && line.Result!.Operation is MapOperation { Expression: UnaryExpression { Kind: UnaryKind.Relu, Argument: OperandExpression } }
            && graph.Range(line.Operands[0]).Low >= 0)
        .Select(line => graph.Advise(
            AdviceCodes.ActivationWithoutEffect,
            line,
            $"its operand {line.Operands[0].Label} is never negative, so that it changes nothing. Remove it, or put the layer before it that is missing.",
            []));
}
