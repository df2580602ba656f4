using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>h' = f(W x + b + U h + d), f being tanh or relu: Elman 1990; torch.nn.RNN.</summary>
internal sealed class RNNCell(int inputs, int units, bool hasBias, UnaryKind nonlinearity) : RecurrentCell(inputs, units, units, hasBias)
{
    protected override int Gates => 1;

    public override CellStep Step(ProgramBuilder program, TensorValue x, IReadOnlyList<TensorValue> carries, IReadOnlyDictionary<string, TensorValue> parameters)
    {
        TensorValue fromInput = FromInput(program, x, parameters, 0, 1);
        TensorValue fromHidden = FromHidden(program, carries[0], parameters, 0, 1);
        ScalarExpression sum = ScalarExpression.Operand(0) + ScalarExpression.Operand(1);
        TensorValue h = Gate(program, program.Map(ScalarExpression.Of(nonlinearity, sum), fromInput, fromHidden), 0);
        return new CellStep([h], h);
    }
}
