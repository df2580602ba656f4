using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Tensors;

public sealed class ProgramPrinterTests
{
    [Fact]
    public void AProgramIsOneLineAValue()
    {
        var b = new ProgramBuilder();
        Extent rows = Extent.Rows(8);
        TensorValue x = b.Add(new SourceOperation(SourceKind.Input, "input", Shape.Of(rows, 2, 3)));
        TensorValue y = b.Add(new SourceOperation(SourceKind.Target, "target", Shape.Of(rows, 1), ElementKind.Integer));
        b.Label = "0 Dense";
        TensorValue w = b.Add(new SourceOperation(SourceKind.Parameter, "0.weight", Shape.Of(4, 6)));
        TensorValue z = b.Add(ContractOperation.Over(1, 1), b.Reshape(x, Shape.Of(rows, 6)), w);
        TensorValue masked = b.Times(b.Map(UnaryKind.Relu, z), b.Add(new RandomMaskOperation(0.5, 3, z.Shape)));
        b.Label = "loss";
        TensorValue chosen = b.Map(Select(ComparisonKind.Equal, Coordinate(0), Operand(1), -2 * (Operand(0) - 1), 0), masked, y);
        TensorValue loss = b.Times(b.Scale(), b.SumAll(b.Map(Operand(0) - Operand(1), chosen, b.StopGradient(b.Max(z, 1)))));
        b.Label = string.Empty;
        TensorValue views = b.Add(new ConcatOperation(1), b.Add(new PadOperation(1, 1, 0), b.Add(new SliceOperation(1, 0, 2), z)), b.Broadcast(b.Constant(0.1, Shape.Scalar), Shape.Of(rows, 1)));
        b.Add(new ContractOperation(new([2]), new([1]), new([0]), new([0])), b.Transpose(x, 0, 2, 1), b.Reshape(views, Shape.Of(rows, 2, 2)));
        b.Result(ResultKind.Output, "output", masked);
        b.Result(ResultKind.Loss, "loss", loss);

        const string expected =
            """
            program tiny
              %0 [r,2,3] = input "input"
              %1 [r,1] int = target "target"
              %2 [4,6] = parameter "0.weight"  ; 0 Dense
              %3 [r,6] = reshape %0  ; 0 Dense
              %4 [r,4] = contract %3 %2 over [1]x[1]  ; 0 Dense
              %5 [r,4] = relu(%4)  ; 0 Dense
              %6 [r,4] = randommask keep 0.5 key 3  ; 0 Dense
              %7 [r,4] = %5 * %6  ; 0 Dense
              %8 [r,4] = index0 == %1 ? -2 * (%7 - 1) : 0  ; loss
              %9 [] = scale  ; loss
              %10 [r,1] = max %4 over [1]  ; loss
              %11 [r,1] = stopgradient %10  ; loss
              %12 [r,4] = %8 - %11  ; loss
              %13 [1,1] = sum %12 over [0, 1]  ; loss
              %14 [1,1] = %9 * %13  ; loss
              %15 [r,2] = slice %4 axis 1 from 0 length 2
              %16 [r,3] = pad %15 axis 1 before 1 after 0
              %17 [] = constant 0.1
              %18 [r,1] = broadcast %17
              %19 [r,4] = concat %16 %18 axis 1
              %20 [r,3,2] = transpose %0 by [0, 2, 1]
              %21 [r,2,2] = reshape %19
              %22 [r,3,2] = contract %20 %21 over [2]x[1] batch [0]x[0]
              output "output" = %7
              loss "loss" = %14

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), ProgramVerifier.Verify(b.Finish("tiny"), "the test").ToString());
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0 / 3, "0.33333333333333331")]
    [InlineData(-2, "-2")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void NumbersReadBack(double value, string expected) => Assert.Equal(expected, ScalarPrinter.Number(value));

    [Fact]
    public void ParenthesesKeepTheTree()
    {
        Assert.Equal("#0 - (#1 - #2)", (Operand(0) - (Operand(1) - Operand(2))).ToString());
        Assert.Equal("#0 - #1 - #2", (Operand(0) - Operand(1) - Operand(2)).ToString());
        Assert.Equal("(#0 + #1) * #2", ((Operand(0) + Operand(1)) * Operand(2)).ToString());
        Assert.Equal("#0 / (#1 / #2)", (Operand(0) / (Operand(1) / Operand(2))).ToString());
        Assert.Equal("#0 * (-#1)", (Operand(0) * -Operand(1)).ToString());
        Assert.Equal("-(#0 + #1)", (-(Operand(0) + Operand(1))).ToString());
        Assert.Equal("2 * (#0 < #1 ? #0 : #1)", (2 * Select(ComparisonKind.Less, Operand(0), Operand(1), Operand(0), Operand(1))).ToString());
        Assert.Equal("pow(#0, max(#1, 0.5))", Of(BinaryKind.Pow, Operand(0), Of(BinaryKind.Max, Operand(1), 0.5)).ToString());
    }
}
