using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>The table of vectors by integers that embeddings read, and the integers: what their lines have in common.</summary>
/// <param name="Tokens">The integers, [rows, steps].</param>
/// <param name="Weight">The table, [count, width].</param>
/// <param name="Padding">The integer that stands for what is missing, or -1.</param>
internal sealed record EmbeddingTable(TensorValue Tokens, TensorValue Weight, int Padding)
{
    public static EmbeddingTable Of(LayerContext context)
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
            throw context.Fail(ErrorCodes.ShapeMismatch, $"it has {count} vectors, and the integers of '{source.Source}' are 0 to {source.Bound - 1}. Write [{context.Line.Kind}({source.Bound}, {width})], or give the input Vocabulary = {count}.");
        }

        int padding = context.Arguments.Integer("PaddingIndex", -1, int.MaxValue, otherwise: -1);
        if (padding >= count)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"PaddingIndex is {padding}; it must be one of its {count} rows, 0 to {count - 1}.");
        }

        Shape shape = Shape.Of(count, width);
        ParameterInitialization begin = Initializations.Weight(context, shape, new ParameterInitialization(InitializationKind.Normal, 0, 1));
        TensorValue weight = context.Parameter("weight", shape, isMatrix: false, begin with { ZeroRow = begin.File is null ? padding : -1 }, context.WeightPenalty, context.MaxNorm());
        return new EmbeddingTable(tokens, weight, padding);
    }
}
