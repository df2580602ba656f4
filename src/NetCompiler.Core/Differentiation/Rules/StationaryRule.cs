using System.Collections.Generic;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>No adjoint goes back, since it would be 0 in the end; the tangent goes on.</summary>
internal sealed class StationaryRule : DifferentiationRule
{
    public override TensorValue? Reverse(ProgramBuilder builder, TensorValue value, TensorValue adjoint, int operand) => null;

    public override TensorValue? Forward(ProgramBuilder builder, TensorValue value, IReadOnlyList<TensorValue?> tangents) => tangents[0];
}
