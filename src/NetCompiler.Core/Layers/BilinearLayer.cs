using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>y_o = x1^T W_o x2 + b_o over the last axes of two values; torch.nn.Bilinear: weight [outputs, inputs1, inputs2], both from U(-1/sqrt(inputs1), 1/sqrt(inputs1)).</summary>
internal sealed class BilinearLayer : ILayer
{
    public string Kind => "Bilinear";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int outputs = context.Arguments.Integer("outputs", 1, 1 << 24);
        IReadOnlyList<string> names = Combination.Names(context);
        if (names.Count > 2)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"it names {names.Count} values; it is a form of two: [Bilinear({outputs}, \"left\", \"right\")], or of the current value and one.");
        }

        TensorValue first = names.Count == 2 ? context.Named(names[0]) : context.Current;
        TensorValue second = context.Named(names[names.Count - 1]);
        int rank = first.Shape.Rank;
        if (rank < 2 || !first.Shape.HasRows || !second.Shape.HasRows || second.Shape.With(second.Shape.Rank - 1, 1) != first.Shape.With(rank - 1, 1))
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"{first.Label} has shape [{context.Describe(first.Shape)}] and {second.Label} has shape [{context.Describe(second.Shape)}]; it takes vectors of samples, and all extents but the last must be equal.");
        }

        int firsts = first.Shape.Last;
        int seconds = second.Shape.Last;
        if ((double)outputs * firsts * seconds > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its weight [{outputs}, {firsts}, {seconds}] has {(double)outputs * firsts * seconds:N0} elements; at most {1L << 28:N0} are supported."));
        }

        context.CommonTime(first, second);
        ProgramBuilder program = context.Program;
        Shape shape = Shape.Of(outputs, firsts, seconds);
        ParameterInitialization begin = Initializations.ByFan(firsts);
        TensorValue weight = context.Parameter("weight", shape, isMatrix: false, Initializations.Weight(context, shape, begin), context.WeightPenalty, context.MaxNorm());

        // x1^T W, [rows, …, outputs, inputs2], each row of which then meets x2.
        TensorValue halves = program.Add(ContractOperation.Over(rank - 1, 1), first, weight);
        Extent[] positions = [.. first.Shape.Extents.Take(rank - 1)];
        TensorValue products = program.Times(halves, program.Reshape(second, Shape.Of([.. positions, 1, seconds])));
        TensorValue result = program.Reshape(program.Sum(products, rank), Shape.Of([.. positions, outputs]));
        if (context.Arguments.Flag("Bias", otherwise: true))
        {
            result = program.Plus(result, context.Parameter("bias", Shape.Of(outputs), isMatrix: false, Initializations.Bias(context, begin), Penalty.None));
        }

        context.SetPerStep(result, first, second);
    }
}
