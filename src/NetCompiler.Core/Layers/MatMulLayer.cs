using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>The matrix product of the current value and a named one, for each sample; torch.matmul.</summary>
internal sealed class MatMulLayer : ILayer
{
    // In place of an axis of extents in front of the matrices: the rows.
    private const int Rows = int.MaxValue;

    public string Kind => "MatMul";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        TensorValue left = context.Current;
        TensorValue right = context.Named(context.Arguments.Text("value") ?? string.Empty);
        CheckSteps(context, left, right);
        (Factor a, Factor b) = (Factor.Of(left, isLeft: true), Factor.Of(right, isLeft: false));
        string shapes = $"{left.Label} has shape [{context.Describe(left.Shape)}] and {right.Label} has shape [{context.Describe(right.Shape)}]";
        if (left.Shape[a.Contracted] != right.Shape[b.Contracted])
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{shapes}; the last extent of the left one must equal the {(b.Own is null ? "extent" : "last extent but one")} of the right one. [Transpose] exchanges the last two.");
        }

        if (new[] { a, b }.FirstOrDefault(factor => !factor.HasRows && factor.Lead.Count > 0) is { } stack && (a.HasRows || b.HasRows))
        {
            throw context.Fail(ErrorCodes.NotSupported, $"{shapes}, of which {stack.Value.Label} depends on no input and is more than a matrix. Use one [Parameter] and one [MatMul] for each matrix.");
        }

        // Extents in front of the matrices, from the last to the first, as they are broadcast.
        var lead = new List<Extent>();
        for (int i = 0; i < Math.Max(a.Lead.Count, b.Lead.Count); i++)
        {
            (Extent one, Extent other) = (a.At(i), b.At(i));
            lead.Add(one.IsOne || one == other ? other : other.IsOne ? one : throw context.Fail(ErrorCodes.ShapeMismatch, $"{shapes}; extents in front of the last two must be equal, or 1."));
        }

        // Rows of the result come first: what has rows is the product's left operand. Two vectors of samples have no axis of their own for vectors to run over.
        bool isSwapped = !a.HasRows && b.HasRows;
        TensorValue product = a.HasRows && b.HasRows && a.Own is null && b.Own is null ? context.Program.Sum(context.Program.Times(left, right), 1)
            : isSwapped ? Product(context.Program, b, a)
            : Product(context.Program, a, b);
        Extent[] matrix = [.. a.Own is { } m ? [left.Shape[m]] : Array.Empty<Extent>(), .. b.Own is { } n ? [right.Shape[n]] : Array.Empty<Extent>()];
        Extent[] sample = [.. Enumerable.Reverse(lead), .. matrix];
        product = context.Program.Reshape(product, Shape.Of([.. product.Shape.HasRows ? [product.Shape[0]] : Array.Empty<Extent>(), .. sample.Length == 0 ? [1] : sample]));
        if (context.Time(left) is { } time)
        {
            context.Network.SetTime(product, time);
        }

        context.Set(product);
    }

    // Steps may be rows of the left matrix, and nothing else.
    private static void CheckSteps(LayerContext context, TensorValue left, TensorValue right)
    {
        if (context.Time(right) is not null)
        {
            throw context.Fail(
                ErrorCodes.NotSupported,
                $"{right.Label} of shape [{context.Describe(right.Shape)}] is a sequence, whose steps a product would sum over or move. Sum over steps with [ReduceSum(0)] or [AttentionPool], or look at them with [MultiHeadAttention].");
        }

        if (context.Time(left) is not null && SampleAxis.Rank(right.Shape) != 2)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"{left.Label} of shape [{context.Describe(left.Shape)}] is a sequence, and {right.Label} has shape [{context.Describe(right.Shape)}]; steps are multiplied each by one matrix [features, n].");
        }
    }

    // Axes that both have in front are batch axes, those that one has stay; then they are brought into their order.
    private static TensorValue Product(ProgramBuilder program, Factor left, Factor right)
    {
        (left, right) = (left.WithoutOnes(program), right.WithoutOnes(program));
        if (!right.HasRows)
        {
            (left, right) = (left.Row(program), right.Matrix(program));
        }

        int[] shared = [.. left.Names.Intersect(right.Names).OrderByDescending(name => name)];
        int[] names =
        [
            .. shared,
            .. left.Free.Where(name => !shared.Contains(name)),
            .. right.Free.Where(name => !shared.Contains(name)),
        ];
        TensorValue product = program.Add(
            new ContractOperation(
                EquatableArray.Of(left.Contracted),
                EquatableArray.Of(right.Contracted),
                shared.Select(left.AxisOf).ToEquatableArray(),
                shared.Select(right.AxisOf).ToEquatableArray()),
            left.Value,
            right.Value);
        return program.Transpose(product, [.. Enumerable.Range(0, names.Length).OrderByDescending(axis => names[axis])]);
    }

    /// <summary>A factor, and what its axes mean: those in front of its matrix, and the two of the matrix.</summary>
    /// <param name="Value">The value.</param>
    /// <param name="Contracted">The axis that is summed over.</param>
    /// <param name="Own">The axis of the matrix that stays; null for a vector.</param>
    /// <param name="IsLeft">Whether it is the left one of the matrices.</param>
    /// <param name="Names">Names of its axes in front of the matrix, in their order: the rows, else how many stand between them and the matrix.</param>
    private sealed record Factor(TensorValue Value, int Contracted, int? Own, bool IsLeft, IReadOnlyList<int> Names)
    {
        // In the result the left matrix's extent stands before the right one's, and both behind all others.
        private int OwnName => IsLeft ? -1 : -2;

        public bool HasRows => Value.Shape.HasRows;

        /// <summary>The extents in front of the matrix, without rows.</summary>
        public IReadOnlyList<Extent> Lead => [.. Names.Select((name, axis) => (name, axis)).Where(entry => entry.name != Rows).Select(entry => Value.Shape[entry.axis])];

        /// <summary>Names of all axes that stay, in their order.</summary>
        public IReadOnlyList<int> Free => Own is null ? Names : [.. Names, OwnName];

        public static Factor Of(TensorValue value, bool isLeft)
        {
            Shape shape = value.Shape;
            int rank = SampleAxis.Rank(shape);
            int first = SampleAxis.First(shape);
            int lead = Math.Max(0, rank - 2);
            int contracted = isLeft || rank == 1 ? shape.Rank - 1 : shape.Rank - 2;
            int? own = rank == 1 ? null : isLeft ? shape.Rank - 2 : shape.Rank - 1;
            return new Factor(value, contracted, own, isLeft, [.. Enumerable.Repeat(Rows, first), .. Enumerable.Range(0, lead).Select(i => lead - 1 - i)]);
        }

        /// <summary>The extent that stands so far in front of the matrix; 1 where there is none.</summary>
        public Extent At(int fromLast) => fromLast < Lead.Count ? Lead[Lead.Count - 1 - fromLast] : 1;

        public int AxisOf(int name) => Names.Select((own, axis) => (own, axis)).First(entry => entry.own == name).axis;

        /// <summary>With the axis that is summed over last: rows of a product by one matrix.</summary>
        public Factor Row(ProgramBuilder program)
        {
            int last = Value.Shape.Rank - 1;
            return Contracted == last ? this : this with
            {
                Value = program.Transpose(Value, [.. Enumerable.Range(0, last - 1), last, last - 1]),
                Contracted = last,
                Own = last - 1,
            };
        }

        /// <summary>A vector as a matrix with one column.</summary>
        public Factor Matrix(ProgramBuilder program) => Own is not null ? this : this with
        {
            Value = program.Reshape(Value, Shape.Of(Value.Shape[0], 1)),
            Own = 1,
        };

        /// <summary>Without extents of 1 in front of the matrix: they repeat.</summary>
        public Factor WithoutOnes(ProgramBuilder program)
        {
            int[] kept = [.. Enumerable.Range(0, Value.Shape.Rank).Where(axis => axis >= Names.Count || Names[axis] == Rows || !Value.Shape[axis].IsOne)];
            return this with
            {
                Value = program.Reshape(Value, Shape.Of(kept.Select(axis => Value.Shape[axis]))),
                Contracted = Array.IndexOf(kept, Contracted),
                Own = Own is { } own ? Array.IndexOf(kept, own) : null,
                Names = [.. kept.Where(axis => axis < Names.Count).Select(axis => Names[axis])],
            };
        }
    }
}
