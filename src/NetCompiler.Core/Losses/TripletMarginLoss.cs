using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>max(0, margin + d(anchor, positive) - d(anchor, negative)); torch.nn.TripletMarginLoss.</summary>
internal sealed class TripletMarginLoss : ILoss
{
    public string Kind => "TripletMargin";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue[] triplet = Embeddings.Of(context, "anchor", "positive", "negative");
        double margin = context.Arguments.Real("Margin", 1e-6, 1e6, otherwise: 1);
        double p = context.Arguments.Real("P", 1, double.PositiveInfinity, otherwise: 2);
        double epsilon = context.Arguments.Real("Epsilon", 0, 1, otherwise: 1e-6);
        ProgramBuilder program = context.Program;
        TensorValue near = Embeddings.Distance(program, triplet[0], triplet[1], epsilon, p);
        TensorValue far = Embeddings.Distance(program, triplet[0], triplet[2], epsilon, p);
        if (context.Arguments.Flag("Swap", otherwise: false))
        {
            far = program.Map(ScalarExpression.Of(BinaryKind.Min, ScalarExpression.Operand(0), ScalarExpression.Operand(1)), far, Embeddings.Distance(program, triplet[1], triplet[2], epsilon, p));
        }

        TensorValue terms = program.Map(ScalarExpression.Of(UnaryKind.Relu, margin + ScalarExpression.Operand(0) - ScalarExpression.Operand(1)), near, far);
        new LossTerms(triplet[0], terms, -1).AddTo(context);
    }
}
