using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// A convolution of each channel by itself, with channels last: the form Σ x[n, q · stride + k · dilation − before, c] · w[c, k] · y[n, q, c] with one place
/// open. x is [rows, extents…, channels], y [rows, positions…, channels], w the matrix [channels, window]. It is made when channels have moved to the last
/// axis, after differentiation; as a product with a matrix it would multiply with zeros.
/// </summary>
/// <param name="Form">The open place: what the result is.</param>
/// <param name="Window">The kernel's extents.</param>
/// <param name="Sliding">How it slides over x.</param>
/// <param name="Extents">The spatial extents of x where it is the result, else empty.</param>
internal sealed record DepthwiseOperation(ConvolveForm Form, EquatableArray<int> Window, Sliding Sliding, EquatableArray<int> Extents) : Operation
{
    public override bool IsLowered => true;

    public override string Name => Form switch
    {
        ConvolveForm.Output => "depthwise",
        ConvolveForm.Input => "depthwiseinput",
        _ => "depthwiseweight",
    };

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        Shape first = operands[0].Shape;
        Shape second = operands[1].Shape;
        int elements = Window.Aggregate(1, (product, extent) => checked(product * extent));
        Sliding.Require(Name, first.Rank - 2);
        bool fits = Form == ConvolveForm.Weight
            ? second.Rank == first.Rank && second[0] == first[0] && second.Last == first.Last
            : second.Rank == 2 && second[0] == first[first.Rank - 1] && second.Last == elements;
        int[] positions = Form == ConvolveForm.Input ? [] : Sliding.Positions(Spatial(first), Window);
        if (!fits || Window.Count != Sliding.Axes || Extents.Count != (Form == ConvolveForm.Input ? Sliding.Axes : 0)
            || (Form == ConvolveForm.Weight && !positions.SequenceEqual(Spatial(second)))
            || (Form == ConvolveForm.Input && !Sliding.Positions(Extents, Window).SequenceEqual(Spatial(first))))
        {
            throw new ProgramException($"{Print([first.ToString(), second.ToString()])}: the operands do not fit.");
        }

        return Form switch
        {
            ConvolveForm.Output => Shape.Of([first[0], .. positions.Select(extent => (Extent)extent), first[first.Rank - 1]]),
            ConvolveForm.Input => Shape.Of([first[0], .. Extents.Select(extent => (Extent)extent), first[first.Rank - 1]]),
            _ => Shape.Of(first[first.Rank - 1], elements),
        };
    }

    /// <summary>
    /// What the kernel meets in its first operand: x for the result and for w. x as the result is itself such a sum, over ȳ with the kernel's elements in reverse
    /// order, where the kernel strides by one.
    /// </summary>
    public WindowsOperation Windows(Shape first)
    {
        EquatableArray<int> ones = Enumerable.Repeat(1, Sliding.Axes).ToEquatableArray();
        return Form == ConvolveForm.Input
            ? new WindowsOperation(Extents, Window, ones, Sliding.Dilation, Enumerable.Range(0, Sliding.Axes).Select(axis => Sliding.Before[axis] - ((Window[axis] - 1) * Sliding.Dilation[axis])).ToEquatableArray(), ones)
            : new WindowsOperation(Sliding.Positions(Spatial(first), Window).ToEquatableArray(), Window, Sliding.Stride, Sliding.Dilation, Sliding.Before.Select(before => -before).ToEquatableArray(), ones);
    }

    /// <summary>Whether each element of the result is a sum over a window of the first operand: all but x where the kernel strides, and w.</summary>
    public bool IsWindowed => Form == ConvolveForm.Output || (Form == ConvolveForm.Input && Sliding.Stride.All(stride => stride == 1));

    public override string Print(IReadOnlyList<string> operands) =>
        $"{Name} {operands[0]} {operands[1]} window {Window} {Sliding.Print()}" + (Extents.Count == 0 ? string.Empty : $" extents {Extents}");

    private static int[] Spatial(Shape shape) => shape.Extents.Skip(1).Take(shape.Rank - 2).Select(extent => extent.Maximum).ToArray();
}
