using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

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

        bool streams = context.IsStreaming && context.Time(value) is not null;
        int steps = streams ? context.Network.WholeSteps : value.Shape[1].Maximum;
        int features = value.Shape.Last;
        bool isSinusoidal = context.Arguments.Text("Kind") == "Sinusoidal";
        if (isSinusoidal && features % 2 != 0)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"sines and cosines come in pairs, and {value.Label} of shape [{context.Describe(value.Shape)}] has {features} features. Use an even number, or PositionalKind.Learned.");
        }

        ProgramBuilder program = context.Program;
        if (isSinusoidal)
        {
            double @base = context.Arguments.Real("Base", 1.0001, 1e9, otherwise: 10000);
            context.SetPerStep(program.Plus(value, streams ? Positions.Sinusoidal(program, context.StepIndex(), features, @base) : Positions.Sinusoidal(program, steps, features, @base)));
            return;
        }

        double deviation = context.Arguments.Real("Deviation", 0, 1e6, otherwise: 1);
        if (context.Arguments.Has("Deviation") && context.Arguments.Text("WeightInit") is { } given and not "Default")
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"Deviation says how its vectors begin, and WeightInit = Init.{given} does. Leave one of them out: Init.Normal takes InitStd.");
        }

        Shape shape = Shape.Of(steps, features);
        ParameterInitialization begin = Initializations.Weight(context, shape, new ParameterInitialization(InitializationKind.Normal, 0, deviation));
        TensorValue vectors = context.Parameter("weight", shape, isMatrix: false, begin, context.OwnPenalty);
        context.SetPerStep(program.Plus(value, streams ? At(context, vectors, context.StepIndex()) : vectors));
    }

    // The vector of a step, [rows, 1, features]; of steps beyond the last that has one, that. A product with 1 at the step and 0 elsewhere.
    private static TensorValue At(LayerContext context, TensorValue vectors, TensorValue step)
    {
        ProgramBuilder program = context.Program;
        int steps = vectors.Shape[0].Maximum;
        ScalarExpression place = ScalarExpression.Of(BinaryKind.Min, ScalarExpression.Operand(0), steps - 1);
        ScalarExpression isPlace = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), place, 1, 0);
        TensorValue chosen = program.Map(isPlace, step, program.Constant(0, Shape.Of(1, steps)));
        return program.Reshape(program.Add(ContractOperation.Over(1, 0), chosen, vectors), Shape.Of(step.Shape[0], 1, vectors.Shape[1]));
    }
}
