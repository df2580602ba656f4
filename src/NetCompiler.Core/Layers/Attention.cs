using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>What an attention takes beside its operands.</summary>
/// <param name="Heads">Into how many heads the features are divided.</param>
/// <param name="IsCausal">Whether a step sees those up to itself only.</param>
/// <param name="HasBias">Whether projections add biases.</param>
/// <param name="Dropout">The probability with which a weight is dropped in training.</param>
/// <param name="Mask">What is added to scores, or null.</param>
/// <param name="Rotary">The base of rotary positions; 0 for none.</param>
internal sealed record AttentionOptions(int Heads, bool IsCausal, bool HasBias, double Dropout, TensorValue? Mask, double Rotary);

/// <summary>
/// Attention in several heads (Vaswani et al. 2017), as torch.nn.MultiheadAttention computes it: softmax(q kᵀ / √d + mask) v in each head, between projections.
/// </summary>
internal static class Attention
{
    private static readonly EquatableArray<int> s_last = EquatableArray.Of(3);
    private static readonly EquatableArray<int> s_steps = EquatableArray.Of(1);
    private static readonly EquatableArray<int> s_rowsAndHeads = EquatableArray.Of(0, 1);
    private static readonly EquatableArray<int> s_rowsAndHeadsOfSteps = EquatableArray.Of(0, 2);

    /// <summary>Refuses what is no sequence of vectors of samples.</summary>
    public static TensorValue Require(LayerContext context, TensorValue value, string role) =>
        value.Shape.HasRows && value.Shape.Rank == 3
            ? value
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"its {role} {value.Label} has shape [{context.Describe(value.Shape)}]; attention works on sequences [steps, features] of samples.");

    /// <summary>Refuses heads that do not divide the features.</summary>
    public static void RequireHeads(LayerContext context, int heads, TensorValue query)
    {
        if (query.Shape.Last % heads != 0)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"the {query.Shape.Last} features of {query.Label} of shape [{context.Describe(query.Shape)}] cannot be divided among {heads} heads. Choose a number of heads that divides them.").WithNumbers("heads", Nearest.Divisors(query.Shape.Last, heads));
        }
    }

    /// <summary>The value that <c>Mask</c> names, [steps of the query, steps of the key], for all samples or for each; null where it names none.</summary>
    public static TensorValue? Mask(LayerContext context, TensorValue query, TensorValue key)
    {
        if (context.Arguments.Text("Mask") is not { } name)
        {
            return null;
        }

        TensorValue mask = context.Named(name);
        Shape wanted = Shape.Of(query.Shape[1], key.Shape[1]);
        return Shape.Of(mask.Shape.Extents.Skip(mask.Shape.HasRows ? 1 : 0)) == wanted
            ? mask
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"its mask '{name}' ({mask.Label}) has shape [{context.Describe(mask.Shape)}], and scores have [{context.Describe(wanted)}]: the steps of the query by those of the key.");
    }

    /// <summary>The base of rotary positions, or 0 without them.</summary>
    public static double Rotary(LayerContext context, int features)
    {
        double @base = context.Arguments.Real("Rotary", 0, 1e9, otherwise: 0);
        return @base == 0 || (features % 2 == 0 && @base > 1)
            ? @base
            : throw context.Fail(ErrorCodes.InvalidArgument, @base <= 1
                ? $"Rotary is {Tensors.Scalars.ScalarPrinter.Number(@base)}; the base of rotary positions is above 1, 10000 as a rule."
                : $"Rotary turns pairs of features, and a head has {features}. Choose a number of heads that leaves an even number.");
    }

    /// <summary>The attention of a query over keys and values, [rows, steps of the query, features].</summary>
    /// <param name="context">The line.</param>
    /// <param name="prefix">What stands before the names of the parameters: empty, or <c>self_attn.</c>.</param>
    /// <param name="query">[rows, steps, features].</param>
    /// <param name="key">[rows, other steps, features of its own].</param>
    /// <param name="value">[rows, the key's steps, features of its own].</param>
    /// <param name="options">The rest.</param>
    public static TensorValue Lower(LayerContext context, string prefix, TensorValue query, TensorValue key, TensorValue value, AttentionOptions options)
    {
        ProgramBuilder program = context.Program;
        int features = query.Shape.Last;

        // Weights of 0 take steps away that are numbers.
        query = query == key ? context.Masked(query) : query;
        value = context.Masked(value);
        key = context.Masked(key);
        (TensorValue q, TensorValue k, TensorValue v) = Project(context, prefix, query, key, value, options.HasBias);
        q = InHeads(program, q, options.Heads);
        k = InHeads(program, k, options.Heads);
        v = InHeads(program, v, options.Heads);
        bool streams = context.IsStreaming && context.Time(key) is not null;
        if (options.Rotary > 0)
        {
            q = Positions.Rotate(program, q, options.Rotary, context.IsStreaming && context.Time(query) is not null ? context.StepIndex() : null);
            k = Positions.Rotate(program, k, options.Rotary, streams ? context.StepIndex() : null);
        }

        if (streams)
        {
            RequireStreaming(context, key, options);
            int earlier = context.Network.WholeSteps - 1;
            k = InHeads(program, context.Recent(prefix + "keys", Joined(program, k), earlier, 0), options.Heads);
            v = InHeads(program, context.Recent(prefix + "values", Joined(program, v), earlier, 0), options.Heads);
        }

        TensorValue weights = Weights(context, q, k, key, options);
        TensorValue heads = program.Add(new ContractOperation(s_last, s_steps, s_rowsAndHeads, s_rowsAndHeadsOfSteps), weights, v);
        TensorValue joined = program.Reshape(program.Transpose(heads, 0, 2, 1, 3), query.Shape);
        TensorValue weight = Weight(context, prefix + "out_proj.weight", Shape.Of(features, features), Initializations.ByFan(features));
        TensorValue result = program.Add(ContractOperation.Over(2, 1), joined, weight);
        return options.HasBias ? program.Plus(result, context.Parameter(prefix + "out_proj.bias", Shape.Of(features), isMatrix: false, Initializations.Bias(context, Initializations.Zeros), Penalty.None)) : result;
    }

    // Earlier keys and values are carried; later ones are not there.
    private static void RequireStreaming(LayerContext context, TensorValue key, AttentionOptions options)
    {
        if (!options.IsCausal)
        {
            throw context.Fail(ErrorCodes.NotSupported, $"each of its steps sees all steps of {key.Label}, and [Network(Streaming = true)] knows none that come later. Write Causal = true, or leave Streaming out.");
        }

        if (options.Mask is not null)
        {
            throw context.Fail(ErrorCodes.NotSupported, "its Mask has a number for each pair of steps, and [Network(Streaming = true)] takes one step at a time. Leave Mask or Streaming out; Causal = true needs no mask.");
        }
    }

    // [rows, steps, heads, features of a head] as [rows, steps, features].
    private static TensorValue Joined(ProgramBuilder program, TensorValue value) =>
        program.Reshape(value, Shape.Of(value.Shape[0], value.Shape[1], value.Shape[2].Maximum * value.Shape[3].Maximum));

    // softmax(q kᵀ / √d + mask), [rows, heads, steps of the query, steps of the key].
    private static TensorValue Weights(LayerContext context, TensorValue q, TensorValue k, TensorValue key, AttentionOptions options)
    {
        ProgramBuilder program = context.Program;
        TensorValue scores = program.Add(new ContractOperation(s_last, s_last, s_rowsAndHeadsOfSteps, s_rowsAndHeadsOfSteps), q, k);
        scores = program.Times(1 / Math.Sqrt(q.Shape.Last), scores);
        if (options.Mask is { } mask)
        {
            Shape shape = mask.Shape.HasRows ? Shape.Of(mask.Shape[0], 1, mask.Shape[1], mask.Shape[2]) : mask.Shape;
            scores = program.Plus(scores, program.Reshape(mask, shape));
        }

        if (context.IsStreaming && context.Time(key) is not null)
        {
            // Of the last keys those that there have been: the last is this step's.
            int last = k.Shape[1].Maximum - 1;
            ScalarExpression first = last - ScalarExpression.Operand(1);
            scores = program.Map(
                ScalarExpression.Select(ComparisonKind.LessOrEqual, first, ScalarExpression.Coordinate(0), ScalarExpression.Operand(0), double.NegativeInfinity),
                scores,
                program.Reshape(context.StepIndex(), Shape.Of(scores.Shape[0], 1, 1, 1)));
        }
        else if (options.IsCausal)
        {
            scores = program.Map(ScalarExpression.Select(ComparisonKind.LessOrEqual, ScalarExpression.Coordinate(0), ScalarExpression.Coordinate(1), ScalarExpression.Operand(0), double.NegativeInfinity), scores);
        }

        if (context.Time(key) is { Lengths: not null } time)
        {
            scores = program.Map(
                ScalarExpression.Select(ComparisonKind.Less, ScalarExpression.Coordinate(0), ScalarExpression.Operand(1), ScalarExpression.Operand(0), double.NegativeInfinity),
                scores,
                time.Aligned(program, scores.Shape.Rank));
        }

        (TensorValue exponentials, TensorValue sum, _) = SoftmaxLayer.Exponentials(program, scores);
        TensorValue weights = program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), exponentials, sum);
        return Masking.Masked(context, weights, weights.Shape.Rank, options.Dropout);
    }

    // x Wᵀ + b for all three. One product makes them where they have one operand; PyTorch keeps one weight where all have as many features.
    private static (TensorValue Query, TensorValue Key, TensorValue Value) Project(LayerContext context, string prefix, TensorValue query, TensorValue key, TensorValue value, bool hasBias)
    {
        ProgramBuilder program = context.Program;
        int features = query.Shape.Last;
        bool isOne = key.Shape.Last == features && value.Shape.Last == features;
        if (!isOne)
        {
            TensorValue[] operands = [query, key, value];
            string[] names = ["q_proj_weight", "k_proj_weight", "v_proj_weight"];
            TensorValue[] weights = operands.Select((operand, i) => Weight(
                context, prefix + names[i], Shape.Of(features, operand.Shape.Last), Initializations.Xavier(operand.Shape.Last, features))).ToArray();
            TensorValue? biases = Bias();
            TensorValue[] products = operands.Select((operand, i) => Biased(program.Add(ContractOperation.Over(2, 1), operand, weights[i]), biases, i)).ToArray();
            return (products[0], products[1], products[2]);
        }

        TensorValue weight = Weight(context, prefix + "in_proj_weight", Shape.Of(3 * features, features), Initializations.Xavier(features, 3 * features));
        TensorValue? bias = Bias();
        if (query == key && key == value)
        {
            TensorValue product = program.Add(ContractOperation.Over(2, 1), query, weight);
            product = bias is null ? product : program.Plus(product, bias);
            TensorValue Third(int i) => program.Add(new SliceOperation(2, i * features, features), product);
            return (Third(0), Third(1), Third(2));
        }

        TensorValue Projected(TensorValue operand, int i) =>
            Biased(program.Add(ContractOperation.Over(2, 1), operand, program.Add(new SliceOperation(0, i * features, features), weight)), bias, i);
        if (key != value)
        {
            return (Projected(query, 0), Projected(key, 1), Projected(value, 2));
        }

        // Keys and values of one memory are one product.
        TensorValue both = program.Add(ContractOperation.Over(2, 1), key, program.Add(new SliceOperation(0, features, 2 * features), weight));
        both = bias is null ? both : program.Plus(both, program.Add(new SliceOperation(0, features, 2 * features), bias));
        return (Projected(query, 0), program.Add(new SliceOperation(2, 0, features), both), program.Add(new SliceOperation(2, features, features), both));

        TensorValue? Bias() => hasBias ? context.Parameter(prefix + "in_proj_bias", Shape.Of(3 * features), isMatrix: false, Initializations.Bias(context, Initializations.Zeros), Penalty.None) : null;

        TensorValue Biased(TensorValue product, TensorValue? biases, int i) =>
            biases is null ? product : program.Plus(product, program.Add(new SliceOperation(0, i * features, features), biases));
    }

    private static TensorValue Weight(LayerContext context, string name, Shape shape, ParameterInitialization otherwise) =>
        context.Parameter(name, shape, isMatrix: true, Initializations.Weight(context, shape, otherwise), context.WeightPenalty);

    private static TensorValue InHeads(ProgramBuilder program, TensorValue value, int heads) =>
        program.Reshape(value, Shape.Of(value.Shape[0], value.Shape[1], heads, value.Shape.Last / heads));
}
