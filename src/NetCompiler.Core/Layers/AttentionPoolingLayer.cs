using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>The steps of a sequence as one vector, each weighed by how much it resembles a trained context: softmax(tanh(x Wᵀ + b) · c) over the steps (Yang et al. 2016).</summary>
internal sealed class AttentionPoolingLayer : ILayer
{
    public string Kind => "AttentionPooling";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Masked(Attention.Require(context, context.Current, "operand"));
        int features = value.Shape.Last;
        int hidden = context.Arguments.Has("hidden") ? context.Arguments.Integer("hidden", 1, 1 << 16) : features;
        ProgramBuilder program = context.Program;
        ParameterInitialization begin = Initializations.Weight(null, features, hidden);
        TensorValue inner = program.Add(ContractOperation.Over(2, 1), value, context.Parameter("linear.weight", Shape.Of(hidden, features), isMatrix: true, begin, context.Network.NetworkL2));
        inner = program.Map(UnaryKind.Tanh, program.Plus(inner, context.Parameter("linear.bias", Shape.Of(hidden), isMatrix: false, begin, 0)));
        TensorValue resembled = context.Parameter("context", Shape.Of(1, hidden), isMatrix: true, Initializations.Weight(null, hidden, 1), context.Network.NetworkL2);
        TensorValue scores = program.Reshape(program.Add(ContractOperation.Over(2, 1), inner, resembled), Shape.Of(value.Shape[0], value.Shape[1]));
        if (context.Time(value) is { Lengths: not null } time)
        {
            scores = program.Map(
                ScalarExpression.Select(ComparisonKind.Less, ScalarExpression.Coordinate(0), ScalarExpression.Operand(1), ScalarExpression.Operand(0), double.NegativeInfinity),
                scores,
                time.Aligned(program, scores.Shape.Rank));
        }

        (TensorValue exponentials, TensorValue sum, _) = SoftmaxLayer.Exponentials(program, scores);
        TensorValue weights = program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), exponentials, sum);
        var overSteps = new ContractOperation(EquatableArray.Of(1), EquatableArray.Of(1), EquatableArray.Of(0), EquatableArray.Of(0));
        context.Set(program.Add(overSteps, weights, value));
    }
}
