using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation;

/// <summary>
/// Vector-Jacobian products: from a value back to those that it was computed from, each value's adjoint handed to its operands by its
/// operation's rule.
/// </summary>
internal static class ReverseMode
{
    /// <summary>Appends the gradient of a value to its program.</summary>
    /// <param name="builder">Holds the program and receives the gradient. New values carry the label of the value whose rule made them.</param>
    /// <param name="result">What is differentiated.</param>
    /// <param name="seed">The adjoint of <paramref name="result"/>, in its shape; null for ones: the gradient of the sum of its elements.</param>
    /// <param name="by">What to differentiate by. Where one depends on another the derivative by the other includes that path.</param>
    /// <returns>For each of <paramref name="by"/> its adjoint, in its shape; a constant 0 where the result does not depend on it.</returns>
    /// <exception cref="ProgramException">A seed of another shape, a value of another program, or one of integers.</exception>
    public static IReadOnlyDictionary<TensorValue, TensorValue> Differentiate(
        ProgramBuilder builder,
        TensorValue result,
        TensorValue? seed,
        IReadOnlyList<TensorValue> by) => Differentiate(builder, [(result, seed)], by);

    /// <summary>Appends the gradient of several values at once, each weighed with its seed.</summary>
    /// <param name="builder">Holds the program and receives the gradient. New values carry the label of the value whose rule made them.</param>
    /// <param name="results">What is differentiated, and the adjoint of each, in its shape; null for ones.</param>
    /// <param name="by">What to differentiate by.</param>
    /// <returns>For each of <paramref name="by"/> its adjoint, in its shape; a constant 0 where no result depends on it.</returns>
    /// <exception cref="ProgramException">A seed of another shape, a value of another program, or one of integers.</exception>
    public static IReadOnlyDictionary<TensorValue, TensorValue> Differentiate(
        ProgramBuilder builder,
        IReadOnlyList<(TensorValue Value, TensorValue? Seed)> results,
        IReadOnlyList<TensorValue> by)
    {
        foreach ((TensorValue result, TensorValue? seed) in results)
        {
            if (seed is not null && seed.Shape != result.Shape)
            {
                throw new ProgramException($"The adjoint of {result} {result.Shape} is given as {seed} {seed.Shape}.");
            }
        }

        IReadOnlyList<TensorValue> path = Dependence.Between(builder, by, results.Select(result => result.Value));
        Dictionary<TensorValue, List<TensorValue>> contributions = path.ToDictionary(value => value, _ => new List<TensorValue>());
        var adjoints = new Dictionary<TensorValue, TensorValue>();
        var items = new Dictionary<TensorValue, Dictionary<ItemOperation, TensorValue>>();
        string label = builder.Label;
        try
        {
            foreach ((TensorValue result, TensorValue? seed) in results)
            {
                builder.Label = result.Label;
                if (contributions.TryGetValue(result, out List<TensorValue>? first))
                {
                    first.Add(seed ?? builder.Constant(1, result.Shape));
                }
            }

            foreach (TensorValue value in path.Reverse())
            {
                builder.Label = value.Label;
                if (value.Operation is ScanOperation)
                {
                    if (items.TryGetValue(value, out Dictionary<ItemOperation, TensorValue>? ofItems))
                    {
                        ScanAdjoint.Add(builder, value, ofItems, contributions);
                    }
                }
                else if (contributions[value].Count > 0)
                {
                    adjoints[value] = Elementwise.Sum(builder, contributions[value]);
                    if (value.Operation is ItemOperation item)
                    {
                        // The adjoint of a scan is that of all its items.
                        if (!items.TryGetValue(value.Operands[0], out Dictionary<ItemOperation, TensorValue>? ofItems))
                        {
                            items.Add(value.Operands[0], ofItems = []);
                        }

                        ofItems.Add(item, adjoints[value]);
                    }
                    else
                    {
                        Propagate(builder, value, adjoints[value], contributions);
                    }
                }
            }

            foreach (TensorValue value in by.Where(value => !adjoints.ContainsKey(value)))
            {
                builder.Label = value.Label;
                adjoints[value] = builder.Constant(0, value.Shape);
            }
        }
        finally
        {
            builder.Label = label;
        }

        return by.Distinct().ToDictionary(value => value, value => adjoints[value]);
    }

    private static void Propagate(
        ProgramBuilder builder,
        TensorValue value,
        TensorValue adjoint,
        Dictionary<TensorValue, List<TensorValue>> contributions)
    {
        DifferentiationRule rule = RuleTable.Of(value.Operation);
        if (!rule.IsDifferentiable)
        {
            return;
        }

        for (int i = 0; i < value.Operands.Count; i++)
        {
            if (contributions.TryGetValue(value.Operands[i], out List<TensorValue>? received) && rule.Reverse(builder, value, adjoint, i) is { } contribution)
            {
                received.Add(contribution);
            }
        }
    }
}
