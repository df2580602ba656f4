using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>(t d^2 + (1 - t) max(0, margin - d)^2) / 2, d being the distance of two vectors: Hadsell et al. 2006.</summary>
internal sealed class ContrastiveLoss : ILoss
{
    public string Kind => "Contrastive";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue[] pair = Embeddings.Of(context, "first", "second");
        (int target, TensorValue truth) = Embeddings.Target(context, pair[0]);
        double margin = context.Arguments.Real("Margin", 1e-6, 1e6, otherwise: 1);
        ProgramBuilder program = context.Program;
        TensorValue distance = Embeddings.Distance(program, pair[0], pair[1], 0, 2);
        ScalarExpression d = ScalarExpression.Operand(0);
        ScalarExpression t = ScalarExpression.Operand(1);
        ScalarExpression missing = ScalarExpression.Of(UnaryKind.Relu, margin - d);
        TensorValue terms = program.Map(0.5 * ((t * (d * d)) + ((1 - t) * (missing * missing))), distance, truth);
        new LossTerms(pair[0], terms, target).AddTo(context);
    }
}
