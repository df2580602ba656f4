using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>The three places of the form that convolutions are made of, each with its tensor.</summary>
internal enum ConvolveForm
{
    /// <summary>y [rows, outputs, positions…].</summary>
    Output,

    /// <summary>x [rows, channels, extents…].</summary>
    Input,

    /// <summary>w [outputs, channels / groups, kernel…].</summary>
    Weight,
}

/// <summary>
/// The trilinear form T(x, w, y) = Σ x[n, c, q · stride + k · dilation − before] · w[o, c, k] · y[n, o, q] with one place open, by which it is
/// differentiated: a convolution, its adjoint by x (a transposed convolution) or its adjoint by w. Group g of the channels meets group
/// g of the outputs only.
/// </summary>
/// <param name="Form">The open place: what the result is.</param>
/// <param name="Sliding">How the kernel slides over x.</param>
/// <param name="Groups">Into how many groups channels and outputs fall; as many as channels for a depthwise convolution.</param>
/// <param name="Extents">The spatial extents of the result, where the operands do not tell: those of x, which the floor in the number
/// of positions forgets, or of w; empty for y.</param>
internal sealed record ConvolveOperation(ConvolveForm Form, Sliding Sliding, int Groups, EquatableArray<int> Extents) : Operation
{
    public override string Name => Form switch
    {
        ConvolveForm.Output => "convolve",
        ConvolveForm.Input => "convolveinput",
        ConvolveForm.Weight => "convolveweight",
        _ => throw new InvalidOperationException(Form.ToString()),
    };

    /// <summary>Which place each operand of a form has, in order.</summary>
    public static IReadOnlyList<ConvolveForm> OperandsOf(ConvolveForm form) => form switch
    {
        ConvolveForm.Output => [ConvolveForm.Input, ConvolveForm.Weight],
        ConvolveForm.Input => [ConvolveForm.Output, ConvolveForm.Weight],
        ConvolveForm.Weight => [ConvolveForm.Input, ConvolveForm.Output],
        _ => throw new InvalidOperationException(form.ToString()),
    };

    /// <summary>A convolution, x by w.</summary>
    public static ConvolveOperation Of(Sliding sliding, int groups) => new(ConvolveForm.Output, sliding, groups, EquatableArray<int>.Empty);

    /// <summary>The same form with another place open, for a result of the given shape.</summary>
    public ConvolveOperation Open(ConvolveForm form, Shape shape) =>
        new(form, Sliding, Groups, form == ConvolveForm.Output ? EquatableArray<int>.Empty : shape.Spatial);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        Shape first = operands[0].Shape;
        Shape second = operands[1].Shape;
        int axes = first.Rank - 2;
        Sliding.Require(Name, axes);
        if (second.Rank != first.Rank || Groups < 1 || Extents.Count != (Form == ConvolveForm.Output ? 0 : axes) || Extents.Any(extent => extent < 1)
            || first.Extents.Concat(second.Extents).Where((extent, i) => i % first.Rank > 0 && !extent.IsConstant).Any())
        {
            throw Misfit(first, second, $"both need one axis more than channels and {axes} spatial axes, and the result extents");
        }

        // With the open place filled in, one set of conditions serves all three forms.
        (Shape x, Shape w, Shape y) = Form switch
        {
            ConvolveForm.Output => (first, second, Shape.Of(
                [first[0], second[0], .. Sliding.Positions(first.Spatial, second.Spatial).Select(extent => (Extent)extent)])),
            ConvolveForm.Input => (Shape.Of([first[0], second[1].Maximum * Groups, .. Extents.Select(extent => (Extent)extent)]), second, first),
            ConvolveForm.Weight => (first, Shape.Of([second[1], first[1].Maximum / Groups, .. Extents.Select(extent => (Extent)extent)]), second),
            _ => throw new InvalidOperationException(Form.ToString()),
        };
        if (x[0] != y[0] || !w[0].IsConstant)
        {
            throw Misfit(first, second, "rows are axis 0 of x and of y, and no axis of w");
        }

        if (x[1].Maximum != w[1].Maximum * Groups || y[1] != w[0] || w[0].Maximum % Groups != 0)
        {
            throw Misfit(first, second, $"x of {x[1]} channels and y of {y[1]} do not meet in {Groups} groups of w {w}");
        }

        int[] positions = Sliding.Positions(x.Spatial, w.Spatial);
        if (positions.Any(extent => extent < 1) || !positions.SequenceEqual(y.Spatial))
        {
            throw Misfit(first, second, $"the kernel of w {w} has [{string.Join(",", positions)}] positions on x {x}, and y is {y}");
        }

        return Form switch { ConvolveForm.Output => y, ConvolveForm.Input => x, _ => w };
    }

    public override string Print(IReadOnlyList<string> operands) =>
        Name + " " + operands[0] + " " + operands[1] + " " + Sliding.Print()
        + (Groups == 1 ? string.Empty : " groups " + Groups)
        + (Extents.Count == 0 ? string.Empty : " extents " + Extents);

    private ProgramException Misfit(Shape first, Shape second, string problem) =>
        new($"{Print([first.ToString(), second.ToString()])}: {problem}.");
}
