using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>Σ a x over steps with a = softmax of q · x / sqrt(features), where q is learned: [steps, features] becomes [features].</summary>
internal sealed class AttentionPoolLayer : ILayer
{
    public string Kind => "AttentionPool";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        (TensorValue value, TimeAxis time) = OverSteps.Operand(context);
        ProgramBuilder program = context.Program;
        int features = value.Shape.Last;
        TensorValue query = context.Parameter("query", Shape.Of(1, features), isMatrix: true, Initializations.Weight(null, features, 1), 0);

        // What does not count has the weight 0, and must be a number for that.
        value = context.Masked(value);
        TensorValue scores = program.Times(1 / Math.Sqrt(features), program.Add(ContractOperation.Over(2, 1), value, query));
        context.Set(OverSteps.SoftmaxMean(context, value, scores, time));
    }
}
