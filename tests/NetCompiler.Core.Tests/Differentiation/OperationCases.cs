using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>Small programs, each about one operation or one way of using it, by name.</summary>
internal static class OperationCases
{
    private static readonly Extent s_r = DerivativeCase.R;

    public static IReadOnlyDictionary<string, Func<DerivativeCase, TensorValue>> All { get; } = new Dictionary<string, Func<DerivativeCase, TensorValue>>(ScanCases.All)
    {
        // Maps: broadcasting of every kind, repeated operands, coordinates, integers.
        ["map of one operand"] = c => c.Builder.Map(Of(UnaryKind.Tanh, Operand(0)) * Operand(0), c.Variable(Shape.Of(s_r, 4))),
        ["map of equal shapes"] = c => c.Builder.Map(Operand(0) * Of(UnaryKind.Exp, Operand(1)), c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(s_r, 4))),
        ["map over a lower rank"] = c => c.Builder.Map(Operand(0) * Operand(1) + Operand(1) * Operand(1), c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(4))),
        ["map over a scalar"] = c => c.Builder.Map(Operand(0) / (2 + Operand(1)), c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Scalar)),
        ["map over an extent of 1"] = c => c.Builder.Map(Of(UnaryKind.Sin, Operand(0) * Operand(1)), c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(s_r, 1))),
        ["map over both ways"] = c => c.Builder.Map(Of(UnaryKind.Sin, Operand(0) * Operand(1)), c.Variable(Shape.Of(s_r, 1)), c.Variable(Shape.Of(1, 4))),
        ["map over a middle extent of 1"] = c => c.Builder.Map(Operand(0) * Operand(1), c.Variable(Shape.Of(s_r, 3, 2)), c.Variable(Shape.Of(s_r, 1, 2))),
        ["map that names one operand in one derivative"] = c => c.Builder.Map(Operand(0) + Of(UnaryKind.Exp, Operand(1)), c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(4))),
        ["map over one value twice"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(s_r, 4));
            return c.Builder.Map(Operand(0) * Of(UnaryKind.Exp, Operand(1)), x, x);
        },
        ["map with a coordinate"] = c => c.Builder.Map(Operand(0) * Operand(0) * (1 + Coordinate(0)), c.Variable(Shape.Of(s_r, 4))),
        ["map with coordinates that the derivative's operands lack"] = c => c.Builder.Map(
            Select(ComparisonKind.Equal, Coordinate(0), Operand(1), Operand(0) * Operand(0), 0.5 * Operand(0)) + Coordinate(1) * Operand(2),
            c.Variable(Shape.Of(s_r, 4)),
            c.Labels(Shape.Of(s_r, 1), 4),
            c.Variable(Shape.Of(1, 1))),
        ["map with integers as numbers"] = c => c.Builder.SumAll(c.Builder.Map(Operand(0) * Operand(1), c.Variable(Shape.Of(s_r, 4)), c.Labels(Shape.Of(s_r, 1), 4))),
        ["map with an unused operand"] = c => c.Builder.Map(Operand(0) * Operand(0), c.Variable(Shape.Of(4)), c.Variable(Shape.Of(s_r, 4))),
        ["map with call scalars"] = c => c.Builder.Map(Operand(0) * Operand(0) * Operand(1) + Operand(2) * Operand(0), c.Variable(Shape.Of(s_r, 4)), c.Builder.Scale(), c.Builder.Share()),
        ["map with a constant"] = c => c.Builder.Map(Operand(0) * Operand(1) * Operand(0), c.Variable(Shape.Of(4)), c.Builder.Constant(3, Shape.Of(s_r, 4))),
        ["map with a random mask"] = c => c.Builder.Map(Operand(0) * Operand(0) * Operand(1), c.Variable(Shape.Of(s_r, 4)), c.Builder.Add(new RandomMaskOperation(0.6, 2, Shape.Of(s_r, 4)))),

        ["map with random numbers"] = c => c.Builder.Map(Operand(0) * Operand(0) * Of(UnaryKind.Log, Operand(1)), c.Variable(Shape.Of(s_r, 4)), c.Builder.Add(new RandomUniformOperation(2, Shape.Of(s_r, 4)))),

        // Products: which side is free, rows free or contracted, batch axes, orders that need transposing.
        ["contract x w'"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(2, 4)), [1], [1]),
        ["contract x w"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(4, 2)), [1], [0]),
        ["contract over the rows"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(s_r, 2)), [0], [0]),
        ["contract a matrix with a vector"] = c => Contract(c, c.Variable(Shape.Of(3, 4)), c.Variable(Shape.Of(3)), [0], [0]),
        ["contract two vectors to a scalar"] = c => Contract(c, c.Variable(Shape.Of(4)), c.Variable(Shape.Of(4)), [0], [0]),
        ["contract nothing: outer product"] = c => Contract(c, c.Variable(Shape.Of(s_r, 3)), c.Variable(Shape.Of(2)), [], []),
        ["contract two axes in crossed order"] = c => Contract(c, c.Variable(Shape.Of(s_r, 2, 4, 3)), c.Variable(Shape.Of(4, 5, 2)), [1, 2], [2, 0]),
        ["contract a middle axis"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4, 3)), c.Variable(Shape.Of(2, 4)), [1], [1]),
        ["contract rows and another axis"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4, 3)), c.Variable(Shape.Of(s_r, 3, 2)), [0, 2], [0, 1]),
        ["contract with rows as batch"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4, 3)), c.Variable(Shape.Of(s_r, 3, 2)), [2], [1], [0], [0]),
        ["contract with two batch axes"] = c => Contract(c, c.Variable(Shape.Of(s_r, 2, 4, 3)), c.Variable(Shape.Of(s_r, 2, 5, 3)), [3], [3], [0, 1], [0, 1]),
        ["contract with batch axes in crossed places"] = c => Contract(c, c.Variable(Shape.Of(4, 2, 3)), c.Variable(Shape.Of(2, 5, 3, 4)), [2], [2], [1, 0], [0, 3]),
        ["contract with batch axes only"] = c => Contract(c, c.Variable(Shape.Of(s_r, 4)), c.Variable(Shape.Of(s_r, 4)), [], [], [0, 1], [0, 1]),
        ["contract a value with itself"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(s_r, 4));
            return Contract(c, x, x, [0], [0]);
        },
        ["contract a symmetric product of a matrix"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(3, 3));
            return Contract(c, x, x, [1], [0]);
        },

        // Convolutions: each form, with what its geometry forgets (a last column that no window reaches) or adds (padding, gaps, groups).
        ["convolve"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 2, 4, 3)), c.Variable(Shape.Of(3, 2, 2, 2)), Sliding([1, 1])),
        ["convolve one spatial axis"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 2, 6)), c.Variable(Shape.Of(3, 2, 3)), Sliding([2], [1], [0])),
        ["convolve three spatial axes"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 1, 2, 3, 2)), c.Variable(Shape.Of(2, 1, 2, 2, 1)), Sliding([1, 2, 1], [0, 1, 0], [0, 0, 1])),
        ["convolve with strides that leave a rest"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 1, 6, 5)), c.Variable(Shape.Of(2, 1, 2, 3)), Sliding([3, 2], [0, 0], [0, 1])),
        ["convolve with gaps and lopsided padding"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 2, 4, 4)), c.Variable(Shape.Of(1, 2, 2, 3)), Sliding([1, 2], [1, 2], [0, 1], [2, 2])),
        ["convolve in groups"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 4, 3)), c.Variable(Shape.Of(6, 2, 2)), Sliding([1]), 2),
        ["convolve each channel"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 3, 3, 3)), c.Variable(Shape.Of(6, 1, 2, 2)), Sliding([1, 1], [0, 1], [1, 0]), 3),
        ["convolve with a kernel that only padding fits"] = c => c.Builder.Convolve(c.Variable(Shape.Of(s_r, 1, 2)), c.Variable(Shape.Of(2, 1, 4)), Sliding([1], [2], [1])),
        ["convolve a value with itself"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(2, 2, 3));
            return c.Builder.Convolve(x, x, Sliding([1], [1], [1]));
        },
        ["convolveinput"] = c => c.Builder.Add(
            new ConvolveOperation(ConvolveForm.Input, Sliding([2, 1], [1, 0], [0, 1]), 1, new([4, 3])), c.Variable(Shape.Of(s_r, 2, 2, 3)), c.Variable(Shape.Of(2, 3, 2, 2))),
        ["convolveinput in groups"] = c => c.Builder.Add(
            new ConvolveOperation(ConvolveForm.Input, Sliding([2]), 2, new([6])), c.Variable(Shape.Of(s_r, 4, 3)), c.Variable(Shape.Of(4, 2, 2))),
        ["convolveweight"] = c => c.Builder.Add(
            new ConvolveOperation(ConvolveForm.Weight, Sliding([2, 1], [1, 0], [0, 1]), 1, new([2, 2])), c.Variable(Shape.Of(s_r, 3, 4, 3)), c.Variable(Shape.Of(s_r, 2, 2, 3))),
        ["convolveweight in groups"] = c => c.Builder.Add(
            new ConvolveOperation(ConvolveForm.Weight, Sliding([1], dilation: [2]), 2, new([2])), c.Variable(Shape.Of(s_r, 4, 5)), c.Variable(Shape.Of(s_r, 2, 3))),

        // Pools: overlapping windows, lopsided padding, gaps, a rest that no window reaches.
        ["maximum of windows"] = c => c.Builder.PoolMax(Squared(c, c.Variable(Shape.Of(s_r, 2, 4, 4))), new([2, 2]), Sliding([2, 2])),
        ["maximum of overlapping windows"] = c => c.Builder.PoolMax(Squared(c, c.Variable(Shape.Of(s_r, 2, 6))), new([3]), Sliding([2], [1], [1])),
        ["maximum of windows with gaps"] = c => c.Builder.PoolMax(Squared(c, c.Variable(Shape.Of(s_r, 1, 5, 6))), new([2, 3]), Sliding([1, 2], [1, 0], [0, 1], [2, 2])),
        ["pooltake by a routing of another value"] = c => c.Builder.Add(
            new PoolTakeOperation(new([2]), Sliding([2])), Squared(c, c.Variable(Shape.Of(s_r, 2, 5))), c.Builder.Add(new PoolArgMaxOperation(new([2]), Sliding([2])), c.Source(SourceKind.Input, "in", Shape.Of(s_r, 2, 5)))),
        ["poolput"] = c => Squared(c, c.Builder.Add(
            new PoolPutOperation(new([3]), Sliding([1], [1], [1]), new([4])), c.Variable(Shape.Of(s_r, 2, 4)), c.Builder.Add(new PoolArgMaxOperation(new([3]), Sliding([1], [1], [1])), c.Source(SourceKind.Input, "in", Shape.Of(s_r, 2, 4))))),
        ["poolsum"] = c => Squared(c, c.Builder.PoolSum(c.Variable(Shape.Of(s_r, 2, 4, 5)), new([2, 3]), Sliding([2, 1], [0, 1], [1, 1]))),
        ["poolsum with gaps"] = c => Squared(c, c.Builder.PoolSum(c.Variable(Shape.Of(s_r, 2, 5)), new([2]), Sliding([3], [2], [2], [3]))),
        ["poolspread"] = c => Squared(c, c.Builder.Add(new PoolSpreadOperation(new([2, 3]), Sliding([2, 1], [0, 1], [1, 1]), new([4, 5])), c.Variable(Shape.Of(s_r, 2, 2, 5)))),

        // Bytes, which are constants to derivatives.
        ["frombytes"] = c => c.Builder.Times(Squared(c, c.Variable(Shape.Of(s_r, 2, 3))), c.Builder.Add(new FromBytesOperation(new([0.01, 0.02]), new([-1, 0.5])), c.Bytes(Shape.Of(s_r, 2, 3)))),

        // Rows of tables: taken by integers, some of them several times, and added to by them.
        ["gather"] = c => c.Builder.Add(new GatherOperation(), Squared(c, c.Variable(Shape.Of(5, 3))), c.Labels(Shape.Of(s_r, 4), 5)),
        ["gather from a table that a product reads too"] = c =>
        {
            TensorValue table = c.Variable(Shape.Of(5, 3));
            return Contract(c, c.Builder.Add(new GatherOperation(), table, c.Labels(Shape.Of(s_r, 2), 5)), table, [2], [1]);
        },
        ["gather numbers"] = c => Squared(c, c.Builder.Add(new GatherOperation(), c.Variable(Shape.Of(5)), c.Labels(Shape.Of(s_r, 4), 5))),
        ["scatteradd"] = c => Squared(c, c.Builder.Add(new ScatterAddOperation(5), Squared(c, c.Variable(Shape.Of(s_r, 4, 3))), c.Labels(Shape.Of(s_r, 4), 5))),
        ["scatteradd of images"] = c => Squared(c, c.Builder.Add(new ScatterAddOperation(4), c.Variable(Shape.Of(s_r, 2, 3)), c.Labels(Shape.Of(s_r), 4))),

        // Reductions.
        ["sum over rows"] = c => c.Builder.Sum(Squared(c, c.Variable(Shape.Of(s_r, 4))), 0),
        ["sum over the last axis"] = c => c.Builder.Sum(Squared(c, c.Variable(Shape.Of(s_r, 4))), 1),
        ["sum over two axes"] = c => c.Builder.Sum(Squared(c, c.Variable(Shape.Of(s_r, 4, 3))), 0, 2),
        ["max over the last axis"] = c => c.Builder.Max(Squared(c, c.Variable(Shape.Of(s_r, 4))), 1),
        ["max over two axes"] = c => c.Builder.Max(Squared(c, c.Variable(Shape.Of(s_r, 4, 3))), 0, 2),
        ["max over an extent of 1"] = c => c.Builder.Max(Squared(c, c.Variable(Shape.Of(s_r, 1))), 1),

        // Views.
        ["reshape"] = c => Squared(c, c.Builder.Reshape(Squared(c, c.Variable(Shape.Of(s_r, 2, 6))), Shape.Of(s_r, 3, 4))),
        ["reshape to a scalar"] = c => Squared(c, c.Builder.Reshape(c.Variable(Shape.Of(1, 1)), Shape.Scalar)),
        ["transpose"] = c => Squared(c, c.Builder.Transpose(Squared(c, c.Variable(Shape.Of(s_r, 2, 3, 4))), 0, 3, 1, 2)),
        ["slice"] = c => Squared(c, c.Builder.Add(new SliceOperation(1, 1, 3), c.Variable(Shape.Of(s_r, 6, 2)))),
        ["slice of everything"] = c => Squared(c, c.Builder.Add(new SliceOperation(1, 0, 6), c.Variable(Shape.Of(s_r, 6)))),
        ["concat"] = c => Squared(c, c.Builder.Add(new ConcatOperation(1), c.Variable(Shape.Of(s_r, 2)), c.Variable(Shape.Of(s_r, 1)), c.Variable(Shape.Of(s_r, 3)))),
        ["concat of one"] = c => Squared(c, c.Builder.Add(new ConcatOperation(1), c.Variable(Shape.Of(s_r, 2)))),
        ["concat of a value with itself"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(s_r, 2));
            return Squared(c, c.Builder.Add(new ConcatOperation(1), x, x));
        },
        ["concat with a constant"] = c => Squared(c, c.Builder.Add(new ConcatOperation(1), c.Source(SourceKind.Input, "in", Shape.Of(s_r, 2)), c.Variable(Shape.Of(s_r, 3)))),
        ["pad"] = c => c.Builder.Map(Of(UnaryKind.Exp, Operand(0)), c.Builder.Add(new PadOperation(1, 2, 1), Squared(c, c.Variable(Shape.Of(s_r, 3))))),
        ["resample"] = c => Squared(c, c.Builder.Add(new ResampleOperation(1, Matrix(3, [(0, 0.25), (2, 0.75)], [], [(1, 1)], [(0, -1), (1, 2), (2, 0.5)])), c.Variable(Shape.Of(s_r, 3, 2)))),
        ["resample the last axis to one"] = c => Squared(c, c.Builder.Add(new ResampleOperation(1, Matrix(4, [(1, 1), (3, 1)])), c.Variable(Shape.Of(s_r, 4)))),
        ["broadcast of rank"] = c => Squared(c, c.Builder.Broadcast(c.Variable(Shape.Of(4)), Shape.Of(s_r, 4))),
        ["broadcast of extents"] = c => Squared(c, c.Builder.Broadcast(Squared(c, c.Variable(Shape.Of(2, 1, 3))), Shape.Of(s_r, 2, 4, 3))),

        // Sources that are constants to differentiation.
        ["stop gradient of a constant"] = c => c.Builder.Times(c.Builder.StopGradient(c.Source(SourceKind.Input, "in", Shape.Of(s_r, 4))), Squared(c, c.Variable(Shape.Of(4)))),

        ["count beside a function"] = c =>
        {
            c.Call.Sources[(SourceKind.State, "count")] = [3];
            c.Builder.Count(c.Builder.Add(new SourceOperation(SourceKind.State, "count", Shape.Scalar, ElementKind.Count)));
            return Squared(c, c.Variable(Shape.Of(4)));
        },

        // Nothing goes back to the mean, and the derivatives are those of the whole.
        ["squared differences from a mean"] = c =>
        {
            TensorValue x = Squared(c, c.Variable(Shape.Of(3, 4)));
            TensorValue mean = c.Builder.Map(Operand(0) * (1.0 / 3), c.Builder.Sum(x, 0));
            TensorValue squares = c.Builder.Sum(c.Builder.Map((Operand(0) - Operand(1)) * (Operand(0) - Operand(1)), x, c.Builder.Stationary(mean)), 0);
            return c.Builder.Map((Operand(0) - Operand(1)) / Of(UnaryKind.Sqrt, Operand(2) + 0.5), x, mean, squares);
        },

        // Several uses of one value: adjoints add up.
        ["one value used three times"] = c =>
        {
            TensorValue x = Squared(c, c.Variable(Shape.Of(s_r, 4)));
            return c.Builder.Map(Operand(0) * Operand(1) + Operand(2), c.Builder.Map(UnaryKind.Tanh, x), c.Builder.Map(UnaryKind.Sin, x), x);
        },
        ["softmax"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(s_r, 4));
            TensorValue exp = c.Builder.Map(Of(UnaryKind.Exp, Operand(0) - Operand(1)), x, c.Builder.Max(x, 1));
            return c.Builder.Map(Operand(0) / Operand(1), exp, c.Builder.Sum(exp, 1));
        },
        ["normalisation over the rows"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(s_r, 4));
            TensorValue mean = c.Builder.Times(c.Builder.Scale(), c.Builder.Sum(x, 0));
            TensorValue centred = c.Builder.Map(Operand(0) - Operand(1), x, mean);
            TensorValue variance = c.Builder.Times(c.Builder.Scale(), c.Builder.Sum(Squared(c, centred), 0));
            return c.Builder.Map(Operand(0) / Of(UnaryKind.Sqrt, Operand(1) + 1e-2) * Operand(2), centred, variance, c.Variable(Shape.Of(4)));
        },
    };

    private static SparseMatrix Matrix(int columns, params (int Column, double Weight)[][] rows) =>
        SparseMatrix.Of(columns, rows.Select(row => row.Select(entry => new MatrixEntry(entry.Column, entry.Weight))));

    private static TensorValue Squared(DerivativeCase c, TensorValue x) => c.Builder.Map(Operand(0) * Operand(0), x);

    private static Sliding Sliding(int[] stride, int[]? before = null, int[]? after = null, int[]? dilation = null)
    {
        Sliding plain = Core.Tensors.Operations.Sliding.By(stride);
        return plain with
        {
            Before = before is null ? plain.Before : new(before),
            After = after is null ? plain.After : new(after),
            Dilation = dilation is null ? plain.Dilation : new(dilation),
        };
    }

    private static TensorValue Contract(DerivativeCase c, TensorValue left, TensorValue right, int[] leftContracted, int[] rightContracted, int[]? leftBatch = null, int[]? rightBatch = null) =>
        c.Builder.Add(
            new ContractOperation(
                EquatableArray.Of(leftContracted),
                EquatableArray.Of(rightContracted),
                EquatableArray.Of(leftBatch ?? []),
                EquatableArray.Of(rightBatch ?? [])),
            left,
            right);
}
