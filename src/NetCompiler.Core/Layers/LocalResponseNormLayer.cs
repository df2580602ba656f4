using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x / (k + alpha / size times the sum of squares over neighbouring channels)^beta; torch.nn.LocalResponseNorm.</summary>
internal sealed class LocalResponseNormLayer : ILayer
{
    public string Kind => "LocalResponseNorm";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = Pooling.Operand(context);
        int channels = value.Shape[1].Maximum;
        int size = context.Arguments.Integer("size", 1, 1 << 10);
        double alpha = context.Arguments.Real("Alpha", 0, 1e6, otherwise: 1e-4);
        double beta = context.Arguments.Real("Beta", 0, 1e3, otherwise: 0.75);
        double k = context.Arguments.Real("K", 1e-6, 1e6, otherwise: 1);
        ProgramBuilder program = context.Program;
        TensorValue squares = program.Map(ScalarExpression.Operand(0) * ScalarExpression.Operand(0), value);
        SparseMatrix band = SparseMatrix.Of(channels, Enumerable.Range(0, channels).Select(channel =>
        {
            int first = Math.Max(0, channel - (size / 2));
            int last = Math.Min(channels - 1, channel - (size / 2) + size - 1);
            return Enumerable.Range(first, last - first + 1).Select(neighbour => new MatrixEntry(neighbour, 1));
        }));
        TensorValue sum = Bordering.Resampled(context, squares, 1, band);
        ScalarExpression divisor = k + ((alpha / size) * ScalarExpression.Operand(1));
        context.Set(program.Map(ScalarExpression.Operand(0) / Power(divisor, beta), value, sum));
    }

    // Square roots are exact, and take a fraction of a power's time.
    private static ScalarExpression Power(ScalarExpression x, double exponent)
    {
        ScalarExpression root = ScalarExpression.Of(UnaryKind.Sqrt, x);
        return exponent switch
        {
            0.5 => root,
            0.75 => root * ScalarExpression.Of(UnaryKind.Sqrt, root),
            _ => ScalarExpression.Of(BinaryKind.Pow, x, exponent),
        };
    }
}
