using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Tensors;

public sealed class ProgramVerifierTests
{
    private static readonly Shape s_shape = Shape.Of(Extent.Rows(8), 4);
    private static readonly TensorValue s_x = new(0, new SourceOperation(SourceKind.Input, "x", s_shape), [], s_shape, string.Empty);
    private static readonly Operation s_exp = new MapOperation(Of(UnaryKind.Exp, Operand(0)));

    [Fact]
    public void ALegalProgramComesBack()
    {
        var program = new TensorProgram("p", [s_x, new(1, s_exp, [s_x], s_shape, string.Empty)], []);

        Assert.Same(program, ProgramVerifier.Verify(program, "stage"));
    }

    [Fact]
    public void IdsArePositions() => AssertRefused("stands at 1", [s_x, new(2, s_exp, [s_x], s_shape, string.Empty)]);

    [Fact]
    public void OperandsComeFirst()
    {
        var later = new TensorValue(2, s_exp, [s_x], s_shape, string.Empty);

        AssertRefused("%1 uses %2", [s_x, new(1, s_exp, [later], s_shape, string.Empty), later]);
    }

    [Fact]
    public void OperandsAreOfTheProgram()
    {
        var stranger = new TensorValue(0, s_x.Operation, [], s_shape, string.Empty);

        AssertRefused("%1 uses %0", [s_x, new(1, s_exp, [stranger], s_shape, string.Empty)]);
    }

    [Fact]
    public void ShapesAreInferred() => AssertRefused("%1 has shape [4]", [s_x, new(1, s_exp, [s_x], Shape.Of(4), string.Empty)]);

    [Fact]
    public void OperandsFitTheOperation() =>
        AssertRefused("sum over axes", [s_x, new(1, new ReduceOperation(ReduceKind.Sum, new([7])), [s_x], s_shape, string.Empty)]);

    [Fact]
    public void OnlyMapsTakeIntegers()
    {
        var labels = new TensorValue(0, new SourceOperation(SourceKind.Target, "y", s_shape, ElementKind.Integer), [], s_shape, string.Empty);

        AssertRefused("uses the integers %0", [labels, new(1, new StopGradientOperation(), [labels], s_shape, string.Empty)]);
    }

    [Fact]
    public void RowsAreTheFirstDimension()
    {
        Shape turned = Shape.Of(4, Extent.Rows(8));

        AssertRefused("rows that are not its first dimension", [s_x, new(1, new TransposeOperation(new([1, 0])), [s_x], turned, string.Empty)]);
    }

    [Fact]
    public void DimensionsAreNotEmpty()
    {
        Shape empty = Shape.Of(0);

        AssertRefused("empty dimension", [new(0, new ConstantOperation(1, empty), [], empty, string.Empty)]);
    }

    [Fact]
    public void ResultsAreOfTheProgram()
    {
        var stranger = new TensorValue(0, s_x.Operation, [], s_shape, string.Empty);

        AssertRefused("which is no value of the program", [s_x], new ProgramResult(ResultKind.Output, "y", stranger));
    }

    [Fact]
    public void LossesAreNumbers() => AssertRefused("Loss has shape [r,4]", [s_x], new ProgramResult(ResultKind.Loss, "L", s_x));

    [Fact]
    public void ResultsAreGivenOnce() =>
        AssertRefused("Output y is given twice", [s_x], new ProgramResult(ResultKind.Output, "y", s_x), new ProgramResult(ResultKind.Output, "y", s_x));

    /// <summary>With the stage and the program's text in the message.</summary>
    private static void AssertRefused(string reason, IReadOnlyList<TensorValue> values, params ProgramResult[] results)
    {
        ProgramException exception = Assert.Throws<ProgramException>(() => ProgramVerifier.Verify(new TensorProgram("broken", values, results), "folding"));

        Assert.Contains(reason, exception.Message);
        Assert.StartsWith("After folding: ", exception.Message);
        Assert.Contains("program broken", exception.Message);
    }
}
