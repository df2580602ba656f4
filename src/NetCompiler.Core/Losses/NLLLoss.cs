using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of -x at the target's class, x being logarithms of probabilities; torch.nn.NLLLoss.</summary>
internal sealed class NLLLoss : ILoss
{
    public string Kind => "NLL";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        (TensorValue judged, TensorValue logarithms, int classes) = LossOperands.Scores(context, fewest: 2, "logarithm of a probability");
        TensorValue? weights = LossOperands.OfClasses(context, "ClassWeights", classes);
        (int target, TensorValue labels) = LossOperands.ClassTarget(context, logarithms.Shape);
        ProgramBuilder program = context.Program;
        TensorValue own = LossOperands.OfTarget(program, labels, -ScalarExpression.Operand(0), logarithms);
        TensorValue? weight = weights is null ? null : LossOperands.OfTarget(program, labels, ScalarExpression.Operand(0), weights);
        new LossTerms(judged, weight is null ? own : program.Times(weight, own), target)
        {
            Classes = classes,
            Weights = weight,
            Ignored = LossOperands.IgnoreIndex(context) is { } ignored ? (labels, ignored) : null,
        }.AddTo(context);
    }
}
