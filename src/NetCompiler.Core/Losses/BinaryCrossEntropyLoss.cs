using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>
/// The mean of -(t log p + (1 - t) log(1 - p)) over all elements, logarithms being at least -100; torch.nn.BCELoss. Its derivative divides by p (1 - p): where that is below 1e-12 PyTorch
/// divides by 1e-12, which is the derivative of a line through the clamped value.
/// </summary>
internal sealed class BinaryCrossEntropyLoss : ILoss
{
    private const double LeastLogarithm = -100;

    // 1e-12 in float32, as PyTorch has it.
    private const double LeastDivisor = 9.999999960041972e-13;

    public string Kind => "BinaryCrossEntropy";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        ScalarExpression p = ScalarExpression.Operand(0);
        ScalarExpression t = ScalarExpression.Operand(1);

        // p again, where nothing is differentiated.
        ScalarExpression q = ScalarExpression.Operand(2);
        ScalarExpression Logarithm(ScalarExpression x) => ScalarExpression.Of(UnaryKind.Log, x);
        ScalarExpression Clamped(ScalarExpression x) => ScalarExpression.Of(BinaryKind.Max, Logarithm(x), LeastLogarithm);
        ScalarExpression inside = -((t * Logarithm(p)) + ((1 - t) * Logarithm(1 - p)));
        ScalarExpression edge = ((p - q) * ((q - t) / LeastDivisor)) - ((t * Clamped(q)) + ((1 - t) * Clamped(1 - q)));
        TensorValue terms = context.Program.Map(
            ScalarExpression.Select(ComparisonKind.Less, q * (1 - q), LeastDivisor, edge, inside), value, truth, context.Program.StopGradient(value));
        Weighted(context, value, terms, target).AddTo(context);
    }

    /// <summary>Terms of elements, each multiplied by the weight of its class.</summary>
    public static LossTerms Weighted(LayerContext context, TensorValue value, TensorValue terms, int target)
    {
        if (LossOperands.AlongClasses(context, "ClassWeights", value) is not { } weights)
        {
            return new LossTerms(value, terms, target);
        }

        ProgramBuilder program = context.Program;
        return new LossTerms(value, program.Times(terms, weights), target) { Weights = program.Broadcast(weights, terms.Shape) };
    }
}
