using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>down(f(gate(x)) · up(x)): the gated feed-forward units of Shazeer 2020, with the names of Llama's checkpoints.</summary>
internal static class GatedUnit
{
    /// <summary>Lowers a line.</summary>
    /// <param name="context">The line.</param>
    /// <param name="activation">f.</param>
    public static void Lower(LayerContext context, ScalarExpression activation)
    {
        int hidden = context.Arguments.Integer("hidden", 1, 1 << 24);
        TensorValue value = Projection.Operand(context);
        int outputs = context.Arguments.Integer("Outputs", 1, 1 << 24, otherwise: value.Shape.Last);
        bool hasBias = context.Arguments.Flag("Bias", otherwise: false);
        TensorValue gate = Projection.Lower(context, "gate_proj.", value, hidden, hasBias);
        TensorValue up = Projection.Lower(context, "up_proj.", value, hidden, hasBias);
        TensorValue gated = context.Program.Times(context.Program.Map(activation, gate), up);
        context.SetPerStep(Projection.Lower(context, "down_proj.", gated, outputs, hasBias));
    }
}
