using System.Linq;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Tensors;

/// <summary>Products of constant sparse matrices with lines of elements: shapes, text, values, and what they refuse.</summary>
public sealed class ResampleOperationTests
{
    private static readonly SparseMatrix s_matrix = SparseMatrix.Of(
        3, [[new MatrixEntry(2, 0.75), new MatrixEntry(0, 0.25)], [], [new MatrixEntry(1, 0.5), new MatrixEntry(1, 0.5)], [new MatrixEntry(0, -1)]]);

    [Fact]
    public void Shapes_and_text_are_those_of_the_specification()
    {
        var b = new ProgramBuilder();
        TensorValue x = b.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(Extent.Rows(8), 3, 2)));
        TensorValue y = b.Add(new ResampleOperation(1, s_matrix), x);
        b.Add(new ResampleOperation(1, s_matrix.Transposed()), y);

        // Entries stand in the order of their columns, and a column that is named twice has the sum of its weights.
        const string expected =
            """
            program p
              %0 [r,3,2] = input "x"
              %1 [r,4,2] = resample %0 axis 1 to 4: 0.25 #0 + 0.75 #2, 0, #1, -1 #0
              %2 [r,3,2] = resample %1 axis 1 to 3: 0.25 #0 + -1 #3, #2, 0.75 #0

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), ProgramVerifier.Verify(b.Finish("p"), "the test").ToString());
    }

    [Fact]
    public void Lines_are_multiplied()
    {
        var b = new ProgramBuilder();
        TensorValue x = b.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(Extent.Rows(8), 3, 2)));
        b.Result(ResultKind.Output, "y", b.Add(new ResampleOperation(1, s_matrix), x));
        var call = new ReferenceCall { Rows = 1, Sources = { [(SourceKind.Input, "x")] = [1, 10, 2, 20, 4, 40] } };

        Assert.Equal([3.25, 32.5, 0, 0, 2, 20, -1, -10], Interpreter.Run(b.Finish("p"), call).Result(ResultKind.Output, "y"));
    }

    [Fact]
    public void Transposes_of_transposes_are_the_matrix()
    {
        Assert.Equal(s_matrix, s_matrix.Transposed().Transposed());
        Assert.Equal(s_matrix.GetHashCode(), s_matrix.Transposed().Transposed().GetHashCode());
        Assert.False(s_matrix.IsOfOnes);
        Assert.True(SparseMatrix.Choosing(2, [1, 1, 0]).IsOfOnes);
        Assert.Equal(2, SparseMatrix.Choosing(2, [1, 1, 0]).Transposed().Rows.Count(row => row.Count > 0));
    }

    [Theory]
    [InlineData(0, "[r,3,2] along axis 0")]
    [InlineData(2, "[r,3,2] along axis 2 by a matrix of 4 x 3")]
    [InlineData(3, "axis 3")]
    public void Axes_that_do_not_fit_are_refused(int axis, string message)
    {
        var x = new TensorValue(0, new SourceOperation(SourceKind.Input, "x", Shape.Of(Extent.Rows(3), 3, 2)), [], Shape.Of(Extent.Rows(3), 3, 2), string.Empty);

        Assert.Contains(message, Assert.Throws<ProgramException>(() => new ResampleOperation(axis, s_matrix).InferShape([x])).Message);
    }
}
