using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Adds to each step of a sequence what belongs to its place: a trainable vector, or sines and cosines.</summary>
internal sealed class PositionalEmbeddingLayer : ILayer
{
    public string Kind => "PositionalEmbedding";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        if (!value.Shape.HasRows || value.Shape.Rank != 3)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape [{context.Describe(value.Shape)}]; places are those of a sequence [steps, features] of samples.");
        }

        int steps = value.Shape[1].Maximum;
        int features = value.Shape.Last;
        bool isSinusoidal = context.Arguments.Text("Kind") == "Sinusoidal";
        if (isSinusoidal && features % 2 != 0)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"sines and cosines come in pairs, and {value.Label} of shape [{context.Describe(value.Shape)}] has {features} features. Use an even number, or PositionalKind.Learned.");
        }

        TensorValue positions = isSinusoidal
            ? Positions.Sinusoidal(context.Program, steps, features, context.Arguments.Real("Base", 1.0001, 1e9, otherwise: 10000))
            : context.Parameter("weight", Shape.Of(steps, features), isMatrix: false, new ParameterInitialization(InitializationKind.Normal, 0, context.Arguments.Real("Deviation", 0, 1e6, otherwise: 1)), 0);
        context.SetPerStep(context.Program.Plus(value, positions));
    }
}
