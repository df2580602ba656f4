using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>(x - mean) / std of an input, with statistics of its data that are state; keras.layers.Normalization.</summary>
internal sealed class NormalizeLayer : ILayer
{
    public string Kind => "Normalize";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        if (!context.Network.IsInput(value))
        {
            throw context.Fail(
                ErrorCodes.NotSupported,
                $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] is no input. Mean and deviation are fitted on data before training: put it directly behind [Input(...)], or use a normalisation that follows training, such as [BatchNorm1d] or [LayerNorm].");
        }

        PerArgument per = PerArgument.Of(context, value);
        ProgramBuilder program = context.Program;
        TensorValue mean = context.State("mean", per.Stored, ElementKind.Real, Initializations.Zeros);
        TensorValue deviation = context.State("std", per.Stored, ElementKind.Real, Initializations.Ones);
        if (!context.IsShared)
        {
            context.Network.Fit(value, mean, deviation, per.Repeats);
        }

        ScalarExpression standardised = (ScalarExpression.Operand(0) - ScalarExpression.Operand(1)) / ScalarExpression.Operand(2);
        context.SetPerStep(program.Map(standardised, value, program.Reshape(mean, per.Aligned), program.Reshape(deviation, per.Aligned)));
    }
}
