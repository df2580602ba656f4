using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// contract (poolput y i) x over rows and positions, without the zeros that the put leaves between: w[o, k] = Σ over rows n and windows q of
/// y[n, q, o] · x[n, p, k], where p is the position that the routing i[n, q, o] names. Operands: x [rows, positions…, elements], as windows give it, y
/// [rows, pooled…, outputs], i. It is made when channels have moved to the last axis, after differentiation: the weight gradient of a convolution in front of a maximum pool.
/// </summary>
/// <param name="Window">The pool's window.</param>
/// <param name="Sliding">How it slides over the positions.</param>
internal sealed record RoutedWeightOperation(EquatableArray<int> Window, Sliding Sliding) : Operation
{
    public override bool IsLowered => true;

    public override string Name => "routedweight";

    public override bool Takes(ElementKind element, int operand) => element == (operand == 2 ? ElementKind.Integer : ElementKind.Real);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 3);
        Shape x = operands[0].Shape;
        Shape y = operands[1].Shape;
        Sliding.Require(Name, x.Rank - 2);
        if (y.Rank != x.Rank || y != operands[2].Shape || y[0] != x[0] || !Sliding.Positions(Spatial(x), Window).SequenceEqual(Spatial(y)))
        {
            throw new ProgramException($"{Print(operands.Select(operand => operand.Shape.ToString()).ToArray())}: the operands do not fit.");
        }

        return Shape.Of(y.Last, x.Last);
    }

    public override string Print(IReadOnlyList<string> operands) => $"{Name} {operands[0]} {operands[1]} {operands[2]} window {Window} {Sliding.Print()}";

    private static int[] Spatial(Shape shape) => shape.Extents.Skip(1).Take(shape.Rank - 2).Select(extent => extent.Maximum).ToArray();
}

/// <summary>
/// convolveinput (poolput y i) w, without the zeros that the put leaves between: x[n, p · stride + k · dilation − before, c] = Σ of y[n, q, o] · w[o, k, c] over all
/// windows q whose routing i[n, q, o] names the position p. Operands: y [rows, pooled…, outputs], i, and w [outputs, elements of the window, channels]. It is made when
/// channels have moved to the last axis, after differentiation: the input gradient of a convolution in front of a maximum pool.
/// </summary>
/// <param name="Kernel">The convolution's window.</param>
/// <param name="Sliding">How it slides over the result.</param>
/// <param name="Extents">The spatial extents of the result.</param>
/// <param name="Window">The pool's window.</param>
/// <param name="Pooling">How it slides over the convolution's positions.</param>
internal sealed record RoutedInputOperation(EquatableArray<int> Kernel, Sliding Sliding, EquatableArray<int> Extents, EquatableArray<int> Window, Sliding Pooling) : Operation
{
    public override bool IsLowered => true;

    public override string Name => "routedinput";

    /// <summary>Elements of the convolution's window.</summary>
    public int Elements => Kernel.Aggregate(1, (product, extent) => checked(product * extent));

    public override bool Takes(ElementKind element, int operand) => element == (operand == 1 ? ElementKind.Integer : ElementKind.Real);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 3);
        Shape y = operands[0].Shape;
        Shape w = operands[2].Shape;
        Sliding.Require(Name, y.Rank - 2);
        Pooling.Require(Name, y.Rank - 2);
        int[] pooled = y.Extents.Skip(1).Take(y.Rank - 2).Select(extent => extent.Maximum).ToArray();
        if (y != operands[1].Shape || w.Rank != 3 || w[0] != y[y.Rank - 1] || w[1].Maximum != Elements || Extents.Count != Sliding.Axes
            || !Pooling.Positions(Sliding.Positions(Extents, Kernel), Window).SequenceEqual(pooled))
        {
            throw new ProgramException($"{Print(operands.Select(operand => operand.Shape.ToString()).ToArray())}: the operands do not fit.");
        }

        return Shape.Of([y[0], .. Extents.Select(extent => (Extent)extent), w[2]]);
    }

    public override string Print(IReadOnlyList<string> operands) =>
        $"{Name} {operands[0]} {operands[1]} {operands[2]} kernel {Kernel} {Sliding.Print()} extents {Extents} window {Window} {Pooling.Print()}";
}
