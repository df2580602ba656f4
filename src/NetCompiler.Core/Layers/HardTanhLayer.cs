using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>min(max(x, minVal), maxVal), elementwise; torch.nn.Hardtanh. Selections let NaN pass, and are flat at both kinks, as PyTorch's are.</summary>
internal sealed class HardTanhLayer : ILayer
{
    public string Kind => "HardTanh";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double least = context.Arguments.Real("minVal", -double.MaxValue, double.MaxValue, otherwise: -1);
        double most = context.Arguments.Real("maxVal", -double.MaxValue, double.MaxValue, otherwise: 1);
        if (least >= most)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"minVal is {ScalarPrinter.Number(least)} and maxVal is {ScalarPrinter.Number(most)}; minVal must be below maxVal.");
        }

        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = ScalarExpression.Select(ComparisonKind.LessOrEqual, most, x, most, x);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.LessOrEqual, x, least, least, below), context.Current));
    }
}
