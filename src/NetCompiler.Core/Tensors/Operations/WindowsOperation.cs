using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// What a kernel meets at each position: of x [rows, extents…, channels], element (k…, c) of position q is x at index (q · Stride + k · Step + Origin) / Gap of
/// each axis, and 0 where that is no index of x. The result [rows, positions…, window · channels] makes a convolution a product with a matrix, and is
/// a view of memory: no element is copied for each position. It is made when channels have moved to the last axis, after differentiation.
/// </summary>
/// <param name="Positions">Positions on each axis, at least 1.</param>
/// <param name="Window">Elements of the kernel on each axis, at least 1.</param>
/// <param name="Stride">How far apart positions are, at least 1.</param>
/// <param name="Step">How far apart the kernel's elements are; negative where the kernel runs backwards.</param>
/// <param name="Origin">Where position 0 and element 0 meet; negative for padding in front.</param>
/// <param name="Gap">How far apart the elements of x are taken to be, with zeros between, at least 1.</param>
internal sealed record WindowsOperation(
    EquatableArray<int> Positions,
    EquatableArray<int> Window,
    EquatableArray<int> Stride,
    EquatableArray<int> Step,
    EquatableArray<int> Origin,
    EquatableArray<int> Gap) : Operation
{
    public override bool IsLowered => true;

    public override string Name => "windows";

    public int Axes => Window.Count;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape x = operands[0].Shape;
        if (x.Rank != Axes + 2 || new[] { Positions, Stride, Step, Origin, Gap }.Any(list => list.Count != Axes)
            || Positions.Concat(Window).Concat(Stride).Concat(Gap).Any(number => number < 1) || x.Extents.Skip(1).Any(extent => !extent.IsConstant))
        {
            throw new ProgramException($"{Print([x.ToString()])}: x needs rows, {Axes} spatial axes and channels.");
        }

        int elements = Window.Aggregate(x.Last, (product, extent) => checked(product * extent));
        return Shape.Of([x[0], .. Positions.Select(extent => (Extent)extent), elements]);
    }

    /// <summary>The index of x's axis that a position's element meets, or null outside of x and between its elements.</summary>
    public int? Index(int axis, int position, int element, int extent)
    {
        int index = (position * Stride[axis]) + (element * Step[axis]) + Origin[axis];
        return index >= 0 && index % Gap[axis] == 0 && index / Gap[axis] < extent ? index / Gap[axis] : null;
    }

    /// <summary>How far before and after the elements of x, zeros between them counted, the windows reach on each axis; 0 where they end within.</summary>
    public (int Before, int After) Reach(int axis, int extent)
    {
        int along = (Window[axis] - 1) * Step[axis];
        int least = Origin[axis] + System.Math.Min(0, along);
        int most = ((Positions[axis] - 1) * Stride[axis]) + Origin[axis] + System.Math.Max(0, along);
        return (System.Math.Max(0, -least), System.Math.Max(0, most - ((extent - 1) * Gap[axis])));
    }

    /// <summary>
    /// Windows with gaps in parts: positions that are as many apart as the gap is wide meet the same elements of the kernel, and without gaps. Each part is windows of its
    /// own; where no element of the kernel meets anything, its window is empty on some axis. Positions must follow each other.
    /// </summary>
    public IEnumerable<WindowsPart> Parts()
    {
        IEnumerable<EquatableArray<int>> phases = [EquatableArray<int>.Empty];
        for (int axis = 0; axis < Axes; axis++)
        {
            int count = System.Math.Min(Gap[axis], Positions[axis]);
            phases = phases.SelectMany(phase => Enumerable.Range(0, count).Select(next => phase.Append(next).ToEquatableArray())).ToArray();
        }

        return phases.Select(Part);
    }

    private WindowsPart Part(EquatableArray<int> phase)
    {
        // The elements of the kernel that meet an element of x at these positions, and how far apart such ones are.
        int[] periods = Enumerable.Range(0, Axes).Select(axis => Enumerable.Range(1, Gap[axis]).First(period => period * Step[axis] % Gap[axis] == 0)).ToArray();
        int[] first = Enumerable.Range(0, Axes)
            .Select(axis => Enumerable.Range(0, Window[axis]).Where(element => (phase[axis] + (element * Step[axis]) + Origin[axis]) % Gap[axis] == 0).DefaultIfEmpty(Window[axis]).First()).ToArray();
        EquatableArray<int> ones = Enumerable.Repeat(1, Axes).ToEquatableArray();
        var windows = new WindowsOperation(
            Enumerable.Range(0, Axes).Select(axis => (Positions[axis] - phase[axis] + Gap[axis] - 1) / Gap[axis]).ToEquatableArray(),
            Enumerable.Range(0, Axes).Select(axis => (Window[axis] - first[axis] + periods[axis] - 1) / periods[axis]).ToEquatableArray(),
            ones,
            Enumerable.Range(0, Axes).Select(axis => periods[axis] * Step[axis] / Gap[axis]).ToEquatableArray(),
            Enumerable.Range(0, Axes).Select(axis => first[axis] == Window[axis] ? 0 : (phase[axis] + (first[axis] * Step[axis]) + Origin[axis]) / Gap[axis]).ToEquatableArray(),
            ones);
        return new WindowsPart(windows, phase, first.ToEquatableArray(), periods.ToEquatableArray());
    }

    public override string Print(IReadOnlyList<string> operands) =>
        $"{Name} {operands[0]} positions {Positions} window {Window} stride {Stride} step {Step} origin {Origin}" + (Gap.All(gap => gap == 1) ? string.Empty : $" gap {Gap}");
}

/// <summary>A part of windows with gaps.</summary>
/// <param name="Windows">The part, without gaps.</param>
/// <param name="Phase">Its first position on each axis.</param>
/// <param name="First">Its first element of the kernel.</param>
/// <param name="Period">How far apart its elements of the kernel are.</param>
internal sealed record WindowsPart(WindowsOperation Windows, EquatableArray<int> Phase, EquatableArray<int> First, EquatableArray<int> Period)
{
    /// <summary>Whether it meets nothing.</summary>
    public bool IsEmpty => Windows.Window.Any(extent => extent == 0);
}
