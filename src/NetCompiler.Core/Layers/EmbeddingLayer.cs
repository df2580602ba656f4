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
        ProgramBuilder program = context.Program;
        (TensorValue tokens, TensorValue table, int padding) = EmbeddingTable.Of(context);
        if (padding >= 0)
        {
            // The row is read as any other, and no gradient goes back to it.
            ScalarExpression isPadding = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(1), padding, ScalarExpression.Operand(1), ScalarExpression.Operand(0));
            table = program.Map(isPadding, table, program.StopGradient(table));
        }

        context.SetPerStep(program.Add(new GatherOperation(), table, tokens));
    }
}
