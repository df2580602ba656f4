using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>A trainable vector for each integer: rows of a table; torch.nn.Embedding.</summary>
internal sealed class EmbeddingLayer : ILayer
{
    public string Kind => "Embedding";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue tokens = context.CurrentOfAnyElement;
        if (tokens.Element != ElementKind.Integer || tokens.Operation is not SourceOperation source)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {tokens.Label} of shape [{context.Describe(tokens.Shape)}] is of real numbers; it looks integers up. Declare the input as tokens: [Input(Steps = 128, Element = ElementType.Int32, Vocabulary = 65)].");
        }

        int count = context.Arguments.Integer("count", 1, 1 << 24);
        int width = context.Arguments.Integer("width", 1, 1 << 24);
        if ((long)count * width > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its weight [{count}, {width}] has {(long)count * width:N0} elements; at most {1L << 28:N0} are supported."));
        }

        if (source.Bound > count)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"it has {count} vectors, and the integers of '{source.Source}' are 0 to {source.Bound - 1}. Write [Embedding({source.Bound}, {width})], or give the input Vocabulary = {count}.");
        }

        int padding = context.Arguments.Integer("PaddingIndex", -1, int.MaxValue, otherwise: -1);
        if (padding >= count)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"PaddingIndex is {padding}; it must be one of its {count} rows, 0 to {count - 1}.");
        }

        ProgramBuilder program = context.Program;
        double l2 = context.Arguments.Real("L2", 0, double.MaxValue, otherwise: context.Network.NetworkL2);
        TensorValue table = context.Parameter("weight", Shape.Of(count, width), isMatrix: false, new ParameterInitialization(InitializationKind.Normal, 0, 1, padding), l2);
        if (padding >= 0)
        {
            // The row is read as any other, and no gradient goes back to it.
            ScalarExpression isPadding = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(1), padding, ScalarExpression.Operand(1), ScalarExpression.Operand(0));
            table = program.Map(isPadding, table, program.StopGradient(table));
        }

        context.SetPerStep(program.Add(new GatherOperation(), table, tokens));
    }
}
