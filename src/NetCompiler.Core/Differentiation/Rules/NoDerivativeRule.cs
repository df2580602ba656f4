using System.Collections.Generic;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>Operations that differentiation takes as constants: those without operands, those of integers and bytes, and the one that is there to be so taken.</summary>
internal sealed class NoDerivativeRule : DifferentiationRule
{
    public override bool IsDifferentiable => false;

    public override TensorValue? Reverse(ProgramBuilder builder, TensorValue value, TensorValue adjoint, int operand) => null;

    public override TensorValue? Forward(ProgramBuilder builder, TensorValue value, IReadOnlyList<TensorValue?> tangents) => null;
}
