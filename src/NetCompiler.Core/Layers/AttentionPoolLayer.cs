using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>
/// Σ a x over steps, [steps, features] becomes [features]: a is the softmax of q · x / sqrt(features), where q is learned, or of c · tanh(W x + b), where all three are.
/// </summary>
internal sealed class AttentionPoolLayer : ILayer
{
    private const int MostHidden = 1 << 16;

    public string Kind => "AttentionPool";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        (TensorValue value, TimeAxis time) = OverSteps.Operand(context);

        // What does not count has the weight 0, and must be a number for that.
        value = context.Masked(value);
        int hidden = context.Arguments.Integer("Hidden", 0, MostHidden, otherwise: 0);
        context.Set(OverSteps.SoftmaxMean(context, value, hidden == 0 ? OfQuery(context, value) : OfContext(context, value, hidden), time));
    }

    private static TensorValue OfQuery(LayerContext context, TensorValue value)
    {
        int features = value.Shape.Last;
        Shape shape = Shape.Of(1, features);
        TensorValue query = context.Parameter("query", shape, isMatrix: true, Initializations.Weight(context, shape, Initializations.ByFan(features)), context.OwnPenalty);
        return context.Program.Times(1 / Math.Sqrt(features), context.Program.Add(ContractOperation.Over(2, 1), value, query));
    }

    private static TensorValue OfContext(LayerContext context, TensorValue value, int hidden)
    {
        int features = value.Shape.Last;
        ProgramBuilder program = context.Program;
        ParameterInitialization begin = Initializations.ByFan(features);
        TensorValue Weight(string name, Shape shape) => context.Parameter(name, shape, isMatrix: true, Initializations.Weight(context, shape, Initializations.ByFan(shape.Last)), context.WeightPenalty);
        TensorValue inner = program.Add(ContractOperation.Over(2, 1), value, Weight("linear.weight", Shape.Of(hidden, features)));
        inner = program.Map(UnaryKind.Tanh, program.Plus(inner, context.Parameter("linear.bias", Shape.Of(hidden), isMatrix: false, Initializations.Bias(context, begin), Penalty.None)));
        TensorValue resembled = Weight("context", Shape.Of(1, hidden));
        return program.Add(ContractOperation.Over(2, 1), inner, resembled);
    }
}
