using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>The real numbers scale · byte + offset, with one scale and one offset for all or for each index of the first axis of a sample.</summary>
/// <param name="Scales">One number, or as many as axis 1 of the operand is long.</param>
/// <param name="Offsets">As many as there are scales.</param>
internal sealed record FromBytesOperation(EquatableArray<double> Scales, EquatableArray<double> Offsets) : Operation
{
    public override string Name => "frombytes";

    public override bool Takes(ElementKind element, int operand) => element == ElementKind.Byte;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape shape = operands[0].Shape;
        if (Scales.Count != Offsets.Count || (Scales.Count != 1 && (shape.Rank < 2 || !shape[1].IsConstant || shape[1].Maximum != Scales.Count)))
        {
            throw new ProgramException($"frombytes has {Scales.Count} scales and {Offsets.Count} offsets for {shape}.");
        }

        return shape;
    }

    public override string Print(IReadOnlyList<string> operands) => $"frombytes {operands[0]} scale {Print(Scales)} offset {Print(Offsets)}";

    private static string Print(EquatableArray<double> numbers) =>
        numbers.Count == 1 ? ScalarPrinter.Number(numbers[0]) : "[" + string.Join(", ", numbers.Select(ScalarPrinter.Number)) + "]";
}
