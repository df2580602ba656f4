using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>1 - cos(a, b) where the target is positive, else max(0, cos(a, b) - margin); torch.nn.CosineEmbeddingLoss.</summary>
internal sealed class CosineEmbeddingLoss : ILoss
{
    public string Kind => "CosineEmbedding";

    public LayerRole Role => LayerRole.Network;

    // As PyTorch's.
    private const double Epsilon = 1e-12;

    public void Lower(LayerContext context)
    {
        TensorValue[] pair = Embeddings.Of(context, "first", "second");
        (int target, TensorValue truth) = Embeddings.Target(context, pair[0]);
        double margin = context.Arguments.Real("Margin", -1, 1, otherwise: 0);
        ProgramBuilder program = context.Program;
        TensorValue both = Embeddings.Dot(program, pair[0], pair[1]);
        TensorValue first = Embeddings.Dot(program, pair[0], pair[0]);
        TensorValue second = Embeddings.Dot(program, pair[1], pair[1]);
        ScalarExpression cosine = ScalarExpression.Operand(0) / ScalarExpression.Of(UnaryKind.Sqrt, (ScalarExpression.Operand(1) + Epsilon) * (ScalarExpression.Operand(2) + Epsilon));
        TensorValue cosines = program.Map(cosine, both, first, second);
        ScalarExpression different = ScalarExpression.Of(UnaryKind.Relu, ScalarExpression.Operand(0) - margin);
        TensorValue terms = program.Map(ScalarExpression.Select(ComparisonKind.Less, 0, ScalarExpression.Operand(1), 1 - ScalarExpression.Operand(0), different), cosines, truth);
        new LossTerms(pair[0], terms, target).AddTo(context);
    }
}
