using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using NetCompiler.Core.Tensors.Scans;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>
/// Composes random legal programs from every operation except those whose
/// derivative is not that of what they compute. Values stay of order one, so that central differences stay exact, and elements are
/// generic, so that kinks are far.
/// </summary>
internal sealed class RandomPrograms
{
    private const int LargestValue = 150;

    private static readonly ScalarExpression[] s_functions =
    [
        Of(UnaryKind.Tanh, Operand(0)),
        Of(UnaryKind.Sigmoid, Operand(0)),
        Of(UnaryKind.Relu, Operand(0)),
        Of(UnaryKind.Abs, Operand(0)),
        Of(UnaryKind.Sin, Operand(0)),
        Of(UnaryKind.Cos, Operand(0)),
        Of(UnaryKind.Exp, Of(UnaryKind.Tanh, Operand(0))),
        Of(UnaryKind.Log, 1 + Operand(0) * Operand(0)),
        Of(UnaryKind.Sqrt, 0.5 + Operand(0) * Operand(0)),
        Of(UnaryKind.Reciprocal, 1 + Operand(0) * Operand(0)),
        Operand(0) * Of(UnaryKind.Sigmoid, Operand(0)),
        Of(UnaryKind.Sign, Operand(0)) + 0.5 * Operand(0),
        Of(BinaryKind.Pow, 0.5 + Of(UnaryKind.Abs, Operand(0)), 1.5),
        Of(BinaryKind.Pow, Of(UnaryKind.Tanh, Operand(0)), 3),
        Select(ComparisonKind.Less, Operand(0), 0.123, 0.3 * Operand(0), Of(UnaryKind.Sin, Operand(0))),
        Of(BinaryKind.Min, Operand(0), 0.456) - Of(BinaryKind.Max, -0.7, Operand(0)),
    ];

    private static readonly ScalarExpression[] s_pairs =
    [
        Operand(0) + Operand(1),
        Operand(0) - 0.5 * Operand(1),
        Operand(0) * Of(UnaryKind.Tanh, Operand(1)),
        Operand(0) / (1 + Operand(1) * Operand(1)),
        Of(BinaryKind.Max, Operand(0), Operand(1)),
        Of(BinaryKind.Min, Operand(0), Operand(1)),
        Of(BinaryKind.Pow, 1 + Of(UnaryKind.Sigmoid, Operand(0)), Of(UnaryKind.Tanh, Operand(1))),
        Select(ComparisonKind.LessOrEqual, Operand(0), Operand(1), Of(UnaryKind.Tanh, Operand(0)), Operand(0) * 0.5 + Of(UnaryKind.Sin, Operand(1))),
    ];

    private readonly DerivativeCase _case;
    private readonly List<TensorValue> _pool = [];

    private RandomPrograms(DerivativeCase c)
    {
        _case = c;
    }

    private ProgramBuilder Builder => _case.Builder;

    /// <summary>A program of some operations; its value, which depends on several of them.</summary>
    public static TensorValue Compose(DerivativeCase c, int operations)
    {
        var programs = new RandomPrograms(c);
        Extent r = DerivativeCase.R;
        programs._pool.AddRange([
            c.Variable(Shape.Of(r, 4)),
            c.Variable(Shape.Of(r, 2, 3)),
            c.Variable(Shape.Of(3, 4)),
            c.Variable(Shape.Of(4)),
            c.Variable(Shape.Of(2, 3)),
            c.Variable(Shape.Of(r, 2, 2, 3)),
            c.Variable(Shape.Of(2, 2, 2)),
            c.Source(SourceKind.Input, "in", Shape.Of(r, 1, 3)),
            c.Builder.Scale(),
        ]);
        for (int made = 0; made < operations;)
        {
            if (programs.Next() is { } value && value.Shape.Length <= LargestValue)
            {
                programs._pool.Add(value);
                made++;
            }
        }

        // The last value alone, or a sum that reaches more of the program.
        TensorValue last = programs._pool.Last(programs.DependsOnAVariable);
        return c.Random.Next(2) == 0
            ? last
            : programs._pool.Skip(programs._pool.Count - 4)
                .Select(value => c.Builder.Reshape(c.Builder.SumAll(c.Builder.Map(UnaryKind.Sin, value)), Shape.Scalar))
                .Aggregate(c.Builder.Plus);
    }

    private TensorValue? Next() => _case.Random.Next(22) switch
    {
        0 or 1 => Builder.Map(Pick(s_functions), Any()),
        2 or 3 => MapOfTwo(),
        4 or 5 => Contract(),
        6 => Reduce(),
        7 => Reshape(),
        8 => Transpose(),
        9 => Slice(),
        10 => Builder.Add(new PadOperation(1, _case.Random.Next(2), _case.Random.Next(3)), WithAxes(2)),
        11 => Concat(),
        12 => Broadcast(),
        13 or 14 => Convolve(),
        15 => PoolOfMaxima(),
        16 => PoolOfSums(),
        17 => Resample(),
        18 or 19 => Scanned(),
        20 => RowsOfTable(),
        _ => Masked(),
    };

    private TensorValue? MapOfTwo()
    {
        TensorValue a = Any();
        TensorValue b = Any();
        if (Shape.Broadcast([a.Shape, b.Shape]) is not { } shape || !HasRowsOnlyInFront(shape))
        {
            return null;
        }

        ScalarExpression expression = Pick(s_pairs);
        if (shape.Rank > 0 && _case.Random.Next(4) == 0)
        {
            expression *= Select(ComparisonKind.Less, Coordinate(_case.Random.Next(shape.Rank)), 1, 0.7, 1.2);
        }

        return Builder.Map(expression, a, b);
    }

    /// <summary>A recurrence over the axis behind the rows, in either direction, through a random function and often a product.</summary>
    private TensorValue? Scanned()
    {
        TensorValue x = Any();
        if (!x.Shape.HasRows || x.Shape.Rank < 2)
        {
            return null;
        }

        Shape shape = Shape.Of(x.Shape.Extents.Where((_, axis) => axis != 1));
        var scan = new ScanBuilder(Builder, "random", x.Shape[1].Maximum, isBackward: _case.Random.Next(2) == 0);
        TensorValue? initial = _pool.FirstOrDefault(value => value.Shape == shape);
        TensorValue state = scan.Carry("state", initial ?? Builder.Constant(0.3, shape));
        TensorValue met = scan.Body.Map(Pick(s_pairs), scan.Element("x", x), state);
        if (_pool.FirstOrDefault(value => !value.Shape.HasRows && value.Shape.Rank == 1 && value.Shape.Last == shape.Last) is { } vector)
        {
            met = scan.Body.Map(Pick(s_pairs), met, scan.Capture("vector", vector));
        }

        if (shape.Rank > 1 && _pool.FirstOrDefault(value => !value.Shape.HasRows && value.Shape.Rank == 2 && value.Shape.Last == shape.Last) is { } matrix)
        {
            // There and back, so that the state keeps its shape.
            TensorValue captured = scan.Capture("matrix", matrix);
            int last = shape.Rank - 1;
            met = scan.Body.Add(ContractOperation.Over(last, 0), scan.Body.Map(UnaryKind.Tanh, scan.Body.Add(ContractOperation.Over(last, 1), met, captured)), captured);
        }

        TensorValue next = scan.Body.Map(Of(UnaryKind.Tanh, Operand(0)), scan.Body.Map(Pick(s_functions), met));
        scan.Next("state", next);
        scan.Stack("all", next);
        return _case.Random.Next(2) == 0 ? scan.Final("state") : scan.Stacked("all");
    }

    /// <summary>A product over a random pairing of equal axes, if rows end up in front.</summary>
    private TensorValue? Contract()
    {
        TensorValue left = Any();
        TensorValue right = Any();
        var leftContracted = new List<int>();
        var rightContracted = new List<int>();
        var leftBatch = new List<int>();
        var rightBatch = new List<int>();
        foreach (int axis in Enumerable.Range(0, left.Shape.Rank).OrderBy(_ => _case.Random.Next()))
        {
            int[] partners = Enumerable.Range(0, right.Shape.Rank)
                .Where(other => right.Shape[other] == left.Shape[axis] && !rightContracted.Contains(other) && !rightBatch.Contains(other))
                .ToArray();
            if (partners.Length > 0)
            {
                int choice = _case.Random.Next(3);
                if (choice > 0)
                {
                    (choice == 1 ? leftContracted : leftBatch).Add(axis);
                    (choice == 1 ? rightContracted : rightBatch).Add(Pick(partners));
                }
            }
        }

        // A product over rows with batch axes has no adjoint with rows in front: the rule refuses it.
        bool overRows = leftContracted.Any(axis => left.Shape[axis].Kind == ExtentKind.Rows);
        if (overRows && leftBatch.Count > 0)
        {
            return null;
        }

        var operation = new ContractOperation(
            leftContracted.ToEquatableArray(),
            rightContracted.ToEquatableArray(),
            leftBatch.ToEquatableArray(),
            rightBatch.ToEquatableArray());
        Shape shape = operation.InferShape([left, right]);
        if (shape.Length > LargestValue || shape.Rank > 4 || !HasRowsOnlyInFront(shape))
        {
            return null;
        }

        return Builder.Times(0.4, Builder.Add(operation, left, right));
    }

    /// <summary>One of the three forms, of two values that can meet in it. Groups are as many as fit.</summary>
    private TensorValue? Convolve()
    {
        TensorValue x = WithAxes(3);
        TensorValue other = WithAxes(3);
        if (x.Shape.Rank != other.Shape.Rank)
        {
            return null;
        }

        Sliding sliding = RandomSliding(x.Shape.Rank - 2);
        int groups = 1 + _case.Random.Next(2);
        int[] extents = [.. x.Shape.Spatial.Select(extent => 1 + _case.Random.Next(extent + 1))];
        var operation = (ConvolveForm)_case.Random.Next(3) switch
        {
            ConvolveForm.Output => ConvolveOperation.Of(sliding, groups),
            var form => new ConvolveOperation(form, sliding, groups, extents.ToEquatableArray()),
        };
        return IsLegal(operation, x, other) ? Builder.Times(0.3, Builder.Add(operation, x, other)) : null;
    }

    /// <summary>The maxima of windows, or one value put where another has them.</summary>
    private TensorValue? PoolOfMaxima()
    {
        TensorValue x = WithAxes(3);
        (EquatableArray<int> window, Sliding sliding) = RandomWindow(x.Shape);
        var argMax = new PoolArgMaxOperation(window, sliding);
        if (!IsLegal(argMax, x))
        {
            return null;
        }

        TensorValue routing = Builder.Add(argMax, x);
        TensorValue[] fitting = _pool.Where(value => value.Shape == routing.Shape).ToArray();
        return fitting.Length > 0
            ? Builder.Add(new PoolPutOperation(window, sliding, x.Shape.Spatial), Pick(fitting), routing)
            : Builder.Add(new PoolTakeOperation(window, sliding), x, routing);
    }

    /// <summary>Rows of a table by the places of maxima, which are integers; or those added to the rows of another one.</summary>
    private TensorValue? RowsOfTable()
    {
        TensorValue x = WithAxes(3);
        TensorValue[] tables = _pool.Where(value => !value.Shape.HasRows && value.Shape.Rank > 0 && value.Shape[0].Maximum > 1).ToArray();
        EquatableArray<int> window = Enumerable.Repeat(1, x.Shape.Rank - 3).Append(2).ToEquatableArray();
        if (tables.Length == 0 || x.Shape.Rank < 3 || x.Shape.Last < 2)
        {
            return null;
        }

        TensorValue places = Builder.Add(new PoolArgMaxOperation(window, Sliding.By(Enumerable.Repeat(1, window.Count).ToArray())), x);
        TensorValue taken = Builder.Add(new GatherOperation(), Pick(tables), places);
        return _case.Random.Next(2) == 0 ? taken : Builder.Add(new ScatterAddOperation(3), Builder.Map(Pick(s_functions), taken), places);
    }

    private TensorValue? PoolOfSums()
    {
        TensorValue x = WithAxes(3);
        (EquatableArray<int> window, Sliding sliding) = RandomWindow(x.Shape);
        Operation operation = _case.Random.Next(2) == 0
            ? new PoolSumOperation(window, sliding)
            : new PoolSpreadOperation(window, sliding, x.Shape.Spatial.Select(extent => extent + _case.Random.Next(2)).ToEquatableArray());
        return IsLegal(operation, x) ? Builder.Times(0.5, Builder.Add(operation, x)) : null;
    }

    private (EquatableArray<int> Window, Sliding Sliding) RandomWindow(Shape shape) =>
        (shape.Spatial.Select(extent => 1 + _case.Random.Next(extent)).ToEquatableArray(), RandomSliding(shape.Rank - 2));

    private Sliding RandomSliding(int axes)
    {
        EquatableArray<int> Draw(int minimum, int bound) => Enumerable.Range(0, axes).Select(_ => _case.Random.Next(minimum, bound)).ToEquatableArray();
        return new Sliding(Draw(1, 3), Draw(0, 2), Draw(0, 2), Draw(1, 3));
    }

    private static bool IsLegal(Operation operation, params TensorValue[] operands)
    {
        try
        {
            return operation.InferShape(operands).Length <= LargestValue;
        }
        catch (ProgramException)
        {
            return false;
        }
    }

    private TensorValue Reduce()
    {
        TensorValue value = WithAxes(1);
        int[] axes = Enumerable.Range(0, value.Shape.Rank).Where(_ => _case.Random.Next(2) == 0).DefaultIfEmpty(0).ToArray();
        return _case.Random.Next(2) == 0 ? Builder.Times(0.5, Builder.Sum(value, axes)) : Builder.Max(value, axes);
    }

    /// <summary>All axes but the rows joined, or an axis of 1 put in.</summary>
    private TensorValue Reshape()
    {
        TensorValue value = WithAxes(2);
        Shape shape = value.Shape;
        Extent joined = shape.Extents.Skip(1).Aggregate(1, (product, extent) => product * extent.Maximum);
        return Builder.Reshape(value, _case.Random.Next(2) == 0 ? Shape.Of(shape[0], joined) : Shape.Of([shape[0], 1, .. shape.Extents.Skip(1)]));
    }

    private TensorValue Transpose()
    {
        TensorValue value = WithAxes(2);
        int keep = value.Shape.HasRows ? 1 : 0;
        int[] permutation =
        [
            .. Enumerable.Range(0, keep),
            .. Enumerable.Range(keep, value.Shape.Rank - keep).OrderBy(_ => _case.Random.Next()),
        ];
        return Builder.Transpose(value, permutation);
    }

    private TensorValue Resample()
    {
        TensorValue value = WithAxes(2);
        int extent = value.Shape[1].Maximum;
        IEnumerable<IEnumerable<MatrixEntry>> rows = Enumerable.Range(0, 1 + _case.Random.Next(4))
            .Select(_ => Enumerable.Range(0, _case.Random.Next(3)).Select(_ => new MatrixEntry(_case.Random.Next(extent), (_case.Random.Next(9) - 4) / 4.0)).ToArray()).ToArray();
        return Builder.Add(new ResampleOperation(1, SparseMatrix.Of(extent, rows)), value);
    }

    private TensorValue Slice()
    {
        TensorValue value = WithAxes(2);
        int extent = value.Shape[1].Maximum;
        int start = _case.Random.Next(extent);
        return Builder.Add(new SliceOperation(1, start, 1 + _case.Random.Next(extent - start)), value);
    }

    private TensorValue? Concat()
    {
        TensorValue first = WithAxes(2);
        TensorValue[] fitting = _pool.Where(other => other.Shape.Rank == first.Shape.Rank && other.Shape.With(1, 1) == first.Shape.With(1, 1)).ToArray();
        return Builder.Add(new ConcatOperation(1), first, Pick(fitting), Pick(fitting));
    }

    private TensorValue? Broadcast()
    {
        TensorValue value = Any();
        return Shape.Broadcast([value.Shape, Any().Shape]) is { } shape && shape != value.Shape && HasRowsOnlyInFront(shape) ? Builder.Broadcast(value, shape) : null;
    }

    private TensorValue? Masked()
    {
        TensorValue value = Any();
        int key = _case.Random.Next(5);
        return value.Shape.HasRows ? Builder.Times(value, Builder.Add(key == 4 ? new RandomUniformOperation(key, value.Shape) : new RandomMaskOperation(0.7, key, value.Shape))) : null;
    }

    private bool DependsOnAVariable(TensorValue value) => _case.Variables.Contains(value) || value.Operands.Any(DependsOnAVariable);

    private static bool HasRowsOnlyInFront(Shape shape) => shape.Extents.Skip(1).All(extent => extent.Kind != ExtentKind.Rows);

    /// <summary>A value, more likely a late one.</summary>
    private TensorValue Any() => _pool[_pool.Count - 1 - (int)(_pool.Count * Math.Pow(_case.Random.NextDouble(), 1.5))];

    private TensorValue WithAxes(int rank) => Pick(_pool.Where(value => value.Shape.Rank >= rank).ToArray());

    private T Pick<T>(IReadOnlyList<T> items) => items[_case.Random.Next(items.Count)];
}
