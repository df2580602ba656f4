using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>What a loss computes before it becomes one number, and how it becomes one: reductions, what is left out and weights of samples are the same for all losses.</summary>
/// <param name="Judged">The value that it judges, whose steps the terms have.</param>
/// <param name="Terms">[rows, …]: a term for each element, position or sample, weights of classes multiplied in.</param>
/// <param name="Target">The index of its target, or -1.</param>
internal sealed record LossTerms(TensorValue Judged, TensorValue Terms, int Target)
{
    /// <summary>The number of classes of an integer target, else 0.</summary>
    public int Classes { get; init; }

    /// <summary>The weight of each term's class, in the shape of the terms; null where all are 1.</summary>
    public TensorValue? Weights { get; init; }

    /// <summary>The class indices, in the shape of the terms, and the one whose positions are left out; null where none are.</summary>
    public (TensorValue Labels, int Index)? Ignored { get; init; }

    /// <summary>Whether the terms are those of whole samples, [rows, 1], whatever their steps.</summary>
    public bool IsOfSamples { get; init; }

    /// <summary>The reduction unless the line says one.</summary>
    public LossReduction Otherwise { get; init; }

    /// <summary>Adds the loss to the network.</summary>
    public void AddTo(LayerContext context)
    {
        ProgramBuilder program = context.Program;
        LossReduction reduction = context.Arguments.Text("Reduction") switch
        {
            null => Otherwise,
            "Sum" => LossReduction.Sum,
            "BatchSum" => LossReduction.BatchSum,
            "WeightedMean" => LossReduction.WeightedMean,
            _ => LossReduction.Mean,
        };
        TensorValue terms = Counted(program, Terms);
        TensorValue rows =
            IsOfSamples ? program.Reshape(terms, Shape.Of(terms.Shape[0], 1))
            : reduction != LossReduction.Mean ? LossOperands.SumOfSample(context, Judged, terms)
            : Ignored is null ? LossOperands.MeanOfSample(context, Judged, terms)
            : LossOperands.MeanOfSample(context, Judged, terms, Counted(program, program.Constant(1, Shape.Of(1))));
        TensorValue? divisor = null;
        if (reduction == LossReduction.WeightedMean)
        {
            TensorValue weights = Counted(program, Weights ?? program.Constant(1, Terms.Shape));
            divisor = IsOfSamples ? program.Reshape(weights, rows.Shape) : LossOperands.SumOfSample(context, Judged, weights);
        }

        if (context.Network.SampleWeight(context, rows.Shape) is { } weight)
        {
            rows = program.Times(rows, weight);
            divisor = divisor is null ? null : program.Times(divisor, weight);
        }

        context.Network.Loss(context, this, reduction, rows, divisor);
    }

    // What is left out is selected away, whatever it is.
    private TensorValue Counted(ProgramBuilder program, TensorValue each) => Ignored is not { } ignored ? each
        : program.Map(ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(0), ignored.Index, 0, ScalarExpression.Operand(1)), ignored.Labels, each);
}
