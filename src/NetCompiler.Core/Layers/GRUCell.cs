using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>
/// r, z = sigmoid of products of x and h; n = tanh(W x + b + r (U h + d)), or, as Cho et al. 2014 wrote it, with the reset before the product,
/// tanh(W x + b + U (r h) + d); h' = (1 - z) n + z h. The former is torch.nn.GRU.
/// </summary>
internal sealed class GRUCell(int inputs, int units, bool hasBias, bool resetsAfter) : RecurrentCell(inputs, units, units, hasBias)
{
    private const int New = 2;

    protected override int Gates => 3;

    public override CellStep Step(ProgramBuilder program, TensorValue x, IReadOnlyList<TensorValue> carries, IReadOnlyDictionary<string, TensorValue> parameters)
    {
        TensorValue h = carries[0];
        ScalarExpression a = ScalarExpression.Operand(0);
        ScalarExpression b = ScalarExpression.Operand(1);
        ScalarExpression c = ScalarExpression.Operand(2);
        TensorValue fromInput = FromInput(program, x, parameters, 0, Gates);
        TensorValue fromHidden = FromHidden(program, h, parameters, 0, resetsAfter ? Gates : New);
        TensorValue Gated(int gate) => program.Map(Sigmoid(a + b), Gate(program, fromInput, gate), Gate(program, fromHidden, gate));
        TensorValue reset = Gated(0);
        TensorValue update = Gated(1);
        TensorValue fresh = resetsAfter
            ? program.Map(Tanh(a + (b * c)), Gate(program, fromInput, New), reset, Gate(program, fromHidden, New))
            : program.Map(Tanh(a + b), Gate(program, fromInput, New), Gate(program, FromHidden(program, program.Times(reset, h), parameters, New, 1), 0));
        TensorValue next = program.Map(((1 - a) * b) + (a * c), update, fresh, h);
        return new CellStep([next], next);
    }
}
