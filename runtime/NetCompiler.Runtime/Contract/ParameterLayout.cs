using System;
using System.Collections.Generic;
using System.Linq;

namespace NetCompiler;

/// <summary>
/// A part of an index along one axis, and how far a step of it moves in memory: element i of the axis contributes
/// (i / <paramref name="Divisor"/> mod <paramref name="Extent"/>) * <paramref name="Stride"/>.
/// </summary>
/// <param name="Axis">The axis of the tensor.</param>
/// <param name="Divisor">At least 1.</param>
/// <param name="Extent">How many values the digit takes, at least 1.</param>
/// <param name="Stride">In elements.</param>
public readonly record struct LayoutDigit(int Axis, int Divisor, int Extent, int Stride);

/// <summary>
/// The bijection between the logical indices of a tensor (row-major, as in files) and the stored ones, as a sum of digits: panels, padded rows,
/// gates side by side and permuted axes are all of this form. Stored elements that no logical index reaches are padding, and mean nothing.
/// </summary>
/// <param name="digits">The digits of all axes, in any order.</param>
public sealed class ParameterLayout(IReadOnlyList<LayoutDigit> digits)
{
    /// <summary>The digits of all axes.</summary>
    public IReadOnlyList<LayoutDigit> Digits { get; } = digits;

    /// <summary>
    /// A matrix [outputs, inputs] in panels of outputs: element [o, i] is at (o / panel) * inputs * panel + i * panel + o % panel.
    /// </summary>
    /// <param name="outputs">Rows of the matrix, at least 1.</param>
    /// <param name="inputs">Columns of the matrix, at least 1.</param>
    /// <param name="panel">Outputs in a panel, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not at least 1.</exception>
    public static ParameterLayout Panels(int outputs, int inputs, int panel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(panel);
        return new ParameterLayout(
        [
            new LayoutDigit(0, panel, ((outputs - 1) / panel) + 1, checked(inputs * panel)),
            new LayoutDigit(1, 1, inputs, panel),
            new LayoutDigit(0, 1, panel, 1),
        ]);
    }

    /// <summary>
    /// A convolution's kernel [outputs, channels, extents…] as the matrix [outputs, extents… · channels] in panels of outputs: channels run fastest, so
    /// that element [o, c, k] is at (o / panel) * columns * panel + (k * channels + c) * panel + o % panel, where columns is channels times the extents.
    /// </summary>
    /// <param name="shape">Extents of the kernel: outputs, channels (of a group), and at least one more, each at least 1.</param>
    /// <param name="panel">Outputs in a panel, at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer than three extents.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not at least 1.</exception>
    public static ParameterLayout Kernels(IReadOnlyList<int> shape, int panel)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(panel);
        if (shape.Count < 3)
        {
            throw new ArgumentException($"A kernel has outputs, channels and at least one extent; {shape.Count} extents were given.", nameof(shape));
        }

        var digits = new List<LayoutDigit>();
        int stride = panel;
        foreach (int axis in (int[])[1, .. Enumerable.Range(2, shape.Count - 2).Reverse()])
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape[axis]);
            digits.Add(new LayoutDigit(axis, 1, shape[axis], stride));
            stride = checked(stride * shape[axis]);
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape[0]);
        digits.Add(new LayoutDigit(0, panel, ((shape[0] - 1) / panel) + 1, stride));
        digits.Add(new LayoutDigit(0, 1, panel, 1));
        return new ParameterLayout(digits);
    }

    /// <summary>Row-major, each run along the last axis padded to a length.</summary>
    /// <param name="shape">Extents; none for a single number.</param>
    /// <param name="rowLength">Stored length of the last extent, at least that extent.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rowLength"/> is less than the last extent.</exception>
    public static ParameterLayout Rows(IReadOnlyList<int> shape, int rowLength)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var digits = new LayoutDigit[shape.Count];
        int stride = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            digits[axis] = new LayoutDigit(axis, 1, shape[axis], stride);
            if (axis == shape.Count - 1)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, shape[axis]);
                stride = rowLength;
            }
            else
            {
                stride = checked(stride * shape[axis]);
            }
        }

        return new ParameterLayout(digits);
    }

    /// <summary>Where a logical index of a tensor is stored, counted from the tensor's first stored element.</summary>
    /// <param name="shape">The tensor's extents.</param>
    /// <param name="index">A row-major index into <paramref name="shape"/>.</param>
    public int IndexOf(IReadOnlyList<int> shape, int index)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int stored = 0;
        int step = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            int coordinate = index / step % shape[axis];
            step *= shape[axis];
            for (int i = 0; i < Digits.Count; i++)
            {
                LayoutDigit digit = Digits[i];
                if (digit.Axis == axis)
                {
                    stored += coordinate / digit.Divisor % digit.Extent * digit.Stride;
                }
            }
        }

        return stored;
    }
}
