using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// One parameter or state tensor: its PyTorch name and shape, where each of its elements is stored, and how it begins. This is the
/// bijection between logical indices (row-major, as in files) and stored ones; stored elements that no logical index reaches are padding,
/// and mean nothing.
/// </summary>
/// <param name="Name">PyTorch's name: <c>0.weight</c>, <c>stage2.0.conv1.bias</c>.</param>
/// <param name="Shape">PyTorch's shape: [outputs, inputs] for a linear weight.</param>
/// <param name="Offset">First element in the buffer, a multiple of 16.</param>
/// <param name="StoredLength">Elements from <paramref name="Offset"/> on, padding included, a multiple of 16.</param>
/// <param name="Layout">Where its elements lie from <paramref name="Offset"/> on.</param>
/// <param name="Initialization">How the values begin.</param>
public sealed record ParameterDescription(
    string Name,
    IReadOnlyList<int> Shape,
    int Offset,
    int StoredLength,
    ParameterLayout Layout,
    Initialization Initialization)
{
    // Stored rows are padded to a multiple of the widest vector.
    private const int Vector = 16;

    /// <summary>A tensor that lies as compiled networks store theirs, and begins with one number.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="shape">PyTorch's shape.</param>
    /// <param name="offset">First element in the buffer, a multiple of 16.</param>
    /// <param name="storedLength">Elements from <paramref name="offset"/> on, padding included, a multiple of 16.</param>
    /// <param name="panel">
    /// Outputs in a panel of a matrix or of a convolution's kernel; 0 for rows, each padded to a multiple of 16 elements, single numbers side by side.
    /// </param>
    /// <param name="value">What all elements begin with.</param>
    public ParameterDescription(string name, IReadOnlyList<int> shape, int offset, int storedLength, int panel, double value)
        : this(name, shape, offset, storedLength, LayoutOf(shape, panel), new Initialization(InitializationKind.Constant, value, 0))
    {
    }

    /// <summary>A tensor that lies as compiled networks store theirs, and begins with numbers between two.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="shape">PyTorch's shape.</param>
    /// <param name="offset">First element in the buffer, a multiple of 16.</param>
    /// <param name="storedLength">Elements from <paramref name="offset"/> on, padding included, a multiple of 16.</param>
    /// <param name="panel">
    /// Outputs in a panel of a matrix or of a convolution's kernel; 0 for rows, each padded to a multiple of 16 elements, single numbers side by side.
    /// </param>
    /// <param name="least">Elements begin uniformly distributed from this number on.</param>
    /// <param name="greatest">As far as this number.</param>
    public ParameterDescription(string name, IReadOnlyList<int> shape, int offset, int storedLength, int panel, double least, double greatest)
        : this(name, shape, offset, storedLength, LayoutOf(shape, panel), new Initialization(InitializationKind.Uniform, least, greatest))
    {
    }

    /// <summary>A 64-bit count that begins with 0: a single number that takes the place of 16 elements.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="offset">Its place in the buffer, a multiple of 16.</param>
    public ParameterDescription(string name, int offset)
        : this(name, [], offset, Vector, 0, 0) => Type = ElementType.Int64;

    /// <summary>
    /// What its elements are: <see cref="NetworkDescription.Element"/> of its network, which need not be said, or <see cref="ElementType.Int64"/> for a count, which takes the place of two
    /// floats or one double.
    /// </summary>
    public ElementType Type { get; init; } = ElementType.Float32;

    /// <summary>Whether its layer froze it: a training step puts no gradient for it, and nothing but a load or an edit changes it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The greatest Euclidean norm that the elements of an index along <see cref="MaxNormAxis"/> may have after a training step, above 0; 0 for any.</summary>
    public double MaxNorm { get; init; }

    /// <summary>The axis whose indices have a <see cref="MaxNorm"/> each, the outputs: 0, or 1 of [inputs, outputs, …], as transposed convolutions have it.</summary>
    public int MaxNormAxis { get; init; }

    /// <summary>Into how many groups the first axis falls where <see cref="MaxNormAxis"/> is 1, of which each has outputs of its own; a divisor of its extent, 1 unless given.</summary>
    public int MaxNormGroups { get; init; } = 1;

    /// <summary>Elements, without padding.</summary>
    public int Length { get; } = TensorDescription.Product(Shape);

    private static ParameterLayout LayoutOf(IReadOnlyList<int> shape, int panel)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int last = shape.Count == 0 ? 1 : shape[^1];
        return panel == 0 ? ParameterLayout.Rows(shape, last == 1 ? 1 : (last + Vector - 1) / Vector * Vector)
            : shape.Count == 2 ? ParameterLayout.Panels(shape[0], shape[1], panel)
            : ParameterLayout.Kernels(shape, panel);
    }

    /// <summary>Where a logical, row-major index is stored, counted from the start of the buffer.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public int IndexOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        return Offset + Layout.IndexOf(Shape, index);
    }

    /// <summary>The element at a logical index in a buffer of this layout; a count is rounded to the nearest number of the type.</summary>
    internal T Read<T>(ReadOnlySpan<T> buffer, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Type == ElementType.Int64 ? T.CreateTruncating(ReadCount(buffer)) : buffer[IndexOf(index)];

    /// <summary>Sets the element at a logical index in a buffer of this layout; a count becomes the nearest whole number.</summary>
    internal void Write<T>(Span<T> buffer, int index, T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Type == ElementType.Int64)
        {
            WriteCount(buffer, long.CreateSaturating(T.Round(value)));
        }
        else
        {
            buffer[IndexOf(index)] = value;
        }
    }

    /// <summary>The count that this tensor is.</summary>
    internal long ReadCount<T>(ReadOnlySpan<T> buffer)
        where T : unmanaged => MemoryMarshal.Read<long>(MemoryMarshal.AsBytes(buffer[Offset..]));

    /// <summary>Sets the count that this tensor is.</summary>
    internal void WriteCount<T>(Span<T> buffer, long count)
        where T : unmanaged => MemoryMarshal.Write(MemoryMarshal.AsBytes(buffer[Offset..]), in count);
}

/// <summary>How the values of a parameter begin. The generator folds every bound and deviation; the draws are the runtime's.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="A">The constant; the lower bound; the mean; the factor of an orthogonal or identity matrix; the share of zeros.</param>
/// <param name="B">The upper bound; the standard deviation.</param>
public sealed record Initialization(InitializationKind Kind, double A, double B)
{
    /// <summary>The index along the first axis of elements that begin as 0 instead, as an embedding's padding does; -1 for none.</summary>
    public int ZeroRow { get; init; } = -1;

    /// <summary>The least number of a truncated distribution.</summary>
    public double Low { get; init; }

    /// <summary>The greatest number of a truncated distribution.</summary>
    public double High { get; init; }

    /// <summary>Of a kernel that gives its input, the groups of the convolution; each gives its own channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The safetensors file that the values come from; a relative path begins at <see cref="AppContext.BaseDirectory"/>.</summary>
    public string? File { get; init; }

    /// <summary>The tensor in <see cref="File"/>; null for one with the parameter's own name.</summary>
    public string? Tensor { get; init; }
}

/// <summary>The distributions that parameters are drawn from.</summary>
public enum InitializationKind
{
    /// <summary>Every element is A.</summary>
    Constant,

    /// <summary>Uniform from A to B.</summary>
    Uniform,

    /// <summary>Normal with mean A and standard deviation B.</summary>
    Normal,

    /// <summary>Normal with mean A and standard deviation B, given that it is from <see cref="Initialization.Low"/> to <see cref="Initialization.High"/>.</summary>
    TruncatedNormal,

    /// <summary>A times an orthogonal matrix, the first axis its rows.</summary>
    Orthogonal,

    /// <summary>A times the identity matrix.</summary>
    Identity,

    /// <summary>A kernel that gives its input, times A.</summary>
    Dirac,

    /// <summary>In each column the share A, rounded up, is 0; elsewhere normal with mean 0 and standard deviation B.</summary>
    Sparse,

    /// <summary>A tensor of <see cref="Initialization.File"/>.</summary>
    File,
}
