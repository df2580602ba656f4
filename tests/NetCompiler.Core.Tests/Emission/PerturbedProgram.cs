using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// A program whose every arithmetic result is multiplied by 1 + e, with e random and at most <see cref="Amplitude"/>: what float arithmetic
/// does, somewhat exaggerated. How far its results stray from the exact ones says how well conditioned they are, and so how
/// far float code may stray (stochastic arithmetic: Vignes, "A stochastic arithmetic for reliable scientific computation", 1993).
/// Sources are perturbed too, which stands for the roundings inside a product's sums.
/// </summary>
internal sealed class PerturbedProgram
{
    /// <summary>Eight half units in the last place of a float: emitted functions err by at most nine (the hyperbolic tangent).</summary>
    public const double Amplitude = 8 * 5.9604644775390625e-8;

    private readonly List<(string Name, Shape Shape)> _noise = [];

    // The half unit in the last place of a double, in those of a float.
    private const double Doubling = 1.862645149230957e-9;

    private readonly double _amplitude;

    public PerturbedProgram(TensorProgram program, bool isDouble)
    {
        _amplitude = isDouble ? Amplitude * Doubling : Amplitude;
        Program = ProgramRewriter.Rewrite(program, (builder, value, operands) => value.Operation switch
        {
            SourceOperation { SourceElement: ElementKind.Real } => Noisy(builder, builder.Add(value.Operation)),
            FromBytesOperation bytes => Noisy(builder, builder.Plus(
                Noisy(builder, builder.Add(bytes with { Offsets = bytes.Offsets.Select(_ => 0d).ToEquatableArray() }, operands)),
                builder.Add(bytes with { Scales = bytes.Scales.Select(_ => 0d).ToEquatableArray() }, operands))),
            MapOperation map when map.Expression.Nodes().Any(node => node is CoordinateExpression) => Noisy(builder, builder.Add(map, operands)),
            MapOperation map => builder.Broadcast(Unfused(builder, map.Expression, operands), value.Shape),
            ContractOperation or ScatterAddOperation or ResampleOperation or ReduceOperation { Kind: ReduceKind.Sum } => Noisy(builder, builder.Add(value.Operation, operands)),
            _ => null,
        });
    }

    public TensorProgram Program { get; }

    /// <summary>Runs with the same sources as an exact call, and noise from a seed.</summary>
    public ReferenceRun Run(ReferenceCall exact, int seed)
    {
        var call = new ReferenceCall { Rows = exact.Rows, FirstRow = exact.FirstRow, Scale = exact.Scale, Share = exact.Share, Seed = exact.Seed, Step = exact.Step };
        foreach (KeyValuePair<(SourceKind Kind, string Name), double[]> source in exact.Sources)
        {
            call.Sources.Add(source.Key, source.Value);
        }

        var random = new Random(seed);
        foreach ((string name, Shape shape) in _noise)
        {
            var factors = new double[DenseLayout.Of(shape, call.Rows).Length];
            for (int i = 0; i < factors.Length; i++)
            {
                factors[i] = 1 + (_amplitude * ((2 * random.NextDouble()) - 1));
            }

            call.Sources.Add((SourceKind.State, name), factors);
        }

        return Interpreter.Run(Program, call);
    }

    private TensorValue Noisy(ProgramBuilder builder, TensorValue value) => builder.Times(value, Noise(builder, value.Shape));

    private TensorValue Noise(ProgramBuilder builder, Shape shape)
    {
        string name = "noise " + _noise.Count.ToString(CultureInfo.InvariantCulture);
        _noise.Add((name, shape));
        return builder.Add(new SourceOperation(SourceKind.State, name, shape));
    }

    // One value for each node of an expression, so that each is rounded.
    private TensorValue Unfused(ProgramBuilder builder, ScalarExpression expression, TensorValue[] operands)
    {
        var known = new Dictionary<ScalarExpression, TensorValue?>();
        return Value(expression) ?? builder.Map(expression, operands);

        TensorValue? Value(ScalarExpression node)
        {
            if (node is OperandExpression operand)
            {
                return operands[operand.Index];
            }

            if (!known.TryGetValue(node, out TensorValue? value))
            {
                TensorValue?[] children = [.. node.Children.Select(Value)];
                TensorValue[] arguments = [.. children.OfType<TensorValue>()];
                int next = 0;
                ScalarExpression[] substituted = [.. children.Select((child, i) => child is null ? node.Children[i] : ScalarExpression.Operand(next++))];
                if (arguments.Length > 0)
                {
                    Shape shape = Shape.Broadcast(arguments.Select(argument => argument.Shape))!;
                    value = builder.Map(node.WithChildren(substituted) * ScalarExpression.Operand(next), [.. arguments, Noise(builder, shape)]);
                }

                known.Add(node, value);
            }

            return value;
        }
    }
}
