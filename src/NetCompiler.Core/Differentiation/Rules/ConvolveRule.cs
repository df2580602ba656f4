using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>
/// The adjoint of an operand is the same trilinear form with that operand's place open and the adjoint in the place of the result. The
/// form is linear in each operand, so that its tangent is form(da, b) + form(a, db).
/// </summary>
internal sealed class ConvolveRule : DifferentiationRule<ConvolveOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ConvolveOperation operation, TensorValue value, TensorValue adjoint, int operand)
    {
        ConvolveForm[] places = [.. ConvolveOperation.OperandsOf(operation.Form)];
        ConvolveForm open = places[operand];
        TensorValue At(ConvolveForm place) => place == operation.Form ? adjoint : value.Operands[System.Array.IndexOf(places, place)];
        return builder.Add(operation.Open(open, value.Operands[operand].Shape), ConvolveOperation.OperandsOf(open).Select(At).ToArray());
    }

    protected override TensorValue? Forward(ProgramBuilder builder, ConvolveOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents)
    {
        TensorValue? left = tangents[0] is { } da ? builder.Add(operation, da, value.Operands[1]) : null;
        TensorValue? right = tangents[1] is { } db ? builder.Add(operation, value.Operands[0], db) : null;
        return left is null ? right : right is null ? left : builder.Plus(left, right);
    }
}
