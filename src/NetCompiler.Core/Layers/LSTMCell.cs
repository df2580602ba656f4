using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>
/// i, f, o = sigmoid, g = tanh of products of x and h; c' = f c + i g; h' = o tanh(c'), or a projection of that: Hochreiter and Schmidhuber 1997, with the
/// forget gate of Gers et al. 2000; torch.nn.LSTM. With peepholes (Gers and Schmidhuber 2000) i and f see c, and o sees c'.
/// </summary>
internal sealed class LSTMCell(int inputs, int units, int projection, bool hasBias, bool hasPeepholes)
    : RecurrentCell(inputs, units, projection == 0 ? units : projection, hasBias)
{
    private const string ProjectionWeight = "weight_hr";
    private const string PeepholeWeight = "weight_ch";
    private const int Peepholes = 3;

    protected override int Gates => 4;

    public override IReadOnlyList<CellCarry> Carries => [.. base.Carries, new CellCarry("c", Units)];

    public override IReadOnlyList<CellParameter> Parameters =>
    [
        .. base.Parameters,
        .. projection > 0 ? new CellParameter[] { new(ProjectionWeight, Shape.Of(projection, Units), IsWeight: true) } : [],
        .. hasPeepholes ? new CellParameter[] { new(PeepholeWeight, Shape.Of(Peepholes * Units), IsWeight: true) } : [],
    ];

    public override CellStep Step(ProgramBuilder program, TensorValue x, IReadOnlyList<TensorValue> carries, IReadOnlyDictionary<string, TensorValue> parameters)
    {
        TensorValue before = carries[1];
        TensorValue z = program.Plus(FromInput(program, x, parameters, 0, Gates), FromHidden(program, carries[0], parameters, 0, Gates));
        TensorValue Seeing(int gate, int peephole, TensorValue c) => !hasPeepholes ? Gate(program, z, gate) : program.Map(
            ScalarExpression.Operand(0) + (ScalarExpression.Operand(1) * ScalarExpression.Operand(2)),
            Gate(program, z, gate),
            program.Reshape(Part(program, program.Reshape(parameters[PeepholeWeight], Shape.Of(Peepholes, Units)), 0, peephole, 1), Shape.Of(Units)),
            c);

        // Each gate is a value of its own, as derivatives read it; where nothing else does, it becomes part of the map behind it.
        TensorValue i = program.Map(UnaryKind.Sigmoid, Seeing(0, 0, before));
        TensorValue f = program.Map(UnaryKind.Sigmoid, Seeing(1, 1, before));
        TensorValue g = program.Map(UnaryKind.Tanh, Gate(program, z, 2));
        TensorValue c = program.Plus(program.Times(f, before), program.Times(i, g));
        TensorValue h = program.Times(program.Map(UnaryKind.Sigmoid, Seeing(3, 2, c)), program.Map(UnaryKind.Tanh, c));
        if (projection > 0)
        {
            h = program.Add(ContractOperation.Over(1, 1), h, parameters[ProjectionWeight]);
        }

        return new CellStep([h, c], h);
    }
}
