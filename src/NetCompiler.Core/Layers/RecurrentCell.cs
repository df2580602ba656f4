using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>A parameter of a cell: PyTorch's name without the number of its layer, and its shape.</summary>
/// <param name="Name"><c>weight_ih</c>, <c>bias_hh</c>.</param>
/// <param name="Shape">PyTorch's shape: gates one after the other along the first axis.</param>
/// <param name="IsWeight">Whether it is a weight, which regularisers are for, or a bias.</param>
internal sealed record CellParameter(string Name, Shape Shape, bool IsWeight);

/// <summary>What a cell keeps from one step to the next: a name, and the numbers of a sample. It begins as zero.</summary>
internal sealed record CellCarry(string Name, int Width);

/// <summary>What a step makes: the carries behind it, in the cell's order, and its output.</summary>
internal sealed record CellStep(IReadOnlyList<TensorValue> Carries, TensorValue Output);

/// <summary>
/// One step of a recurrent layer as tensor operations. The body of a scan over whole sequences is made by it, and so is a streaming step. Gates have an axis of
/// their own: a weight [gates · units, K] is read as [gates, units, K], products give [rows, gates, units], and a gate is a slice of that, with no
/// stride but what memory has anyway.
/// </summary>
internal abstract class RecurrentCell(int inputs, int units, int outputs, bool hasBias)
{
    /// <summary>The weight that multiplies the hidden state.</summary>
    public const string HiddenWeight = "weight_hh";

    private const string InputWeight = "weight_ih";
    private const string InputBias = "bias_ih";
    private const string HiddenBias = "bias_hh";

    /// <summary>Numbers of a sample that a step takes.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Units of the cell.</summary>
    public int Units { get; } = units;

    /// <summary>Numbers of a sample that a step gives, and that the next step reads as its hidden state.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Products of a unit with the input.</summary>
    protected abstract int Gates { get; }

    /// <summary>What a step leaves to the next one.</summary>
    public virtual IReadOnlyList<CellCarry> Carries => [new("h", Outputs)];

    /// <summary>PyTorch's parameters, in its order.</summary>
    public virtual IReadOnlyList<CellParameter> Parameters =>
    [
        new(InputWeight, Shape.Of(Gates * Units, Inputs), IsWeight: true),
        new(HiddenWeight, Shape.Of(Gates * Units, Outputs), IsWeight: true),
        .. hasBias ? new CellParameter[] { new(InputBias, Shape.Of(Gates * Units), IsWeight: false), new(HiddenBias, Shape.Of(Gates * Units), IsWeight: false) } : [],
    ];

    /// <summary>Writes a step.</summary>
    /// <param name="program">Where to.</param>
    /// <param name="x">The input, [rows, inputs].</param>
    /// <param name="carries">What the step before left, [rows, width] each.</param>
    /// <param name="parameters">The parameters, by name.</param>
    public abstract CellStep Step(ProgramBuilder program, TensorValue x, IReadOnlyList<TensorValue> carries, IReadOnlyDictionary<string, TensorValue> parameters);

    /// <summary>W x + b for some gates, [rows, gates, units].</summary>
    protected TensorValue FromInput(ProgramBuilder program, TensorValue x, IReadOnlyDictionary<string, TensorValue> parameters, int first, int gates) =>
        Product(program, x, parameters[InputWeight], hasBias ? parameters[InputBias] : null, first, gates);

    /// <summary>W h + b for some gates, [rows, gates, units].</summary>
    protected TensorValue FromHidden(ProgramBuilder program, TensorValue h, IReadOnlyDictionary<string, TensorValue> parameters, int first, int gates) =>
        Product(program, h, parameters[HiddenWeight], hasBias ? parameters[HiddenBias] : null, first, gates);

    /// <summary>One gate of [rows, gates, units], as [rows, units].</summary>
    protected TensorValue Gate(ProgramBuilder program, TensorValue gates, int index) =>
        program.Reshape(Part(program, gates, 1, index, 1), Shape.Of(gates.Shape[0], Units));

    /// <summary>Some elements along an axis; all of them are the operand.</summary>
    protected static TensorValue Part(ProgramBuilder program, TensorValue value, int axis, int first, int length) =>
        length == value.Shape[axis].Maximum ? value : program.Add(new SliceOperation(axis, first, length), value);

    /// <summary>1 / (1 + exp(-x)).</summary>
    protected static ScalarExpression Sigmoid(ScalarExpression x) => ScalarExpression.Of(UnaryKind.Sigmoid, x);

    protected static ScalarExpression Tanh(ScalarExpression x) => ScalarExpression.Of(UnaryKind.Tanh, x);

    private TensorValue Product(ProgramBuilder program, TensorValue operand, TensorValue weight, TensorValue? bias, int first, int gates)
    {
        TensorValue byGate = Part(program, program.Reshape(weight, Shape.Of(Gates, Units, weight.Shape[1])), 0, first, gates);
        TensorValue product = program.Add(new ContractOperation(EquatableArray.Of(1), EquatableArray.Of(2), EquatableArray<int>.Empty, EquatableArray<int>.Empty), operand, byGate);
        return bias is null ? product : program.Plus(product, Part(program, program.Reshape(bias, Shape.Of(Gates, Units)), 0, first, gates));
    }
}
