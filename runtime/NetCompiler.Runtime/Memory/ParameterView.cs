using System;
using System.Collections.Generic;
using System.IO;

namespace NetCompiler;

/// <summary>
/// One parameter or state tensor of a network, in PyTorch's terms: its name, its shape, and its elements by logical, row-major index, wherever they
/// are stored. Writing goes through an edit of the network, so that the next inference prepares again.
/// </summary>
public sealed class ParameterView
{
    private readonly NetworkMemory _memory;
    private readonly bool _isState;

    internal ParameterView(NetworkMemory memory, ParameterDescription description, bool isState)
    {
        _memory = memory;
        Description = description;
        _isState = isState;
    }

    /// <summary>Name, shape and place.</summary>
    public ParameterDescription Description { get; }

    /// <summary>PyTorch's name: <c>0.weight</c>.</summary>
    public string Name => Description.Name;

    /// <summary>PyTorch's shape: [outputs, inputs] for a linear weight.</summary>
    public IReadOnlyList<int> Shape => Description.Shape;

    /// <summary>Number of elements, padding not counted.</summary>
    public int Length => Description.Length;

    /// <summary>The element at a logical, row-major index; of a count (<c>num_batches_tracked</c>) the nearest float.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public float this[int index]
    {
        get
        {
            _ = Description.IndexOf(index);
            return Description.Read(Buffer, index);
        }

        set
        {
            _ = Description.IndexOf(index);
            using ParameterEdit edit = _memory.Edit();
            Description.Write(Select(edit), index, value);
        }
    }

    /// <summary>The element of a matrix: for a linear weight, the weight from input <paramref name="column"/> to output <paramref name="row"/>.</summary>
    /// <param name="row">0 to the first extent - 1.</param>
    /// <param name="column">0 to the second extent - 1.</param>
    /// <exception cref="InvalidOperationException">The tensor is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public float this[int row, int column]
    {
        get => this[Flatten(row, column)];
        set => this[Flatten(row, column)] = value;
    }

    /// <summary>The count that a state tensor of <see cref="ElementType.Int64"/> is, exactly.</summary>
    internal long Count => Description.ReadCount(Buffer);

    private ReadOnlySpan<float> Buffer => _isState ? _memory.State : _memory.Parameters;

    /// <summary>Copies the elements, dense and row-major.</summary>
    /// <param name="destination">Receives <see cref="Length"/> values; may be longer.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<float> destination) => Gather(Buffer, destination);

    /// <summary>The elements, dense and row-major, in a new array.</summary>
    /// <returns><see cref="Length"/> values.</returns>
    public float[] ToArray()
    {
        float[] values = new float[Length];
        CopyTo(values);
        return values;
    }

    /// <summary>Replaces all elements.</summary>
    /// <param name="values">Exactly <see cref="Length"/> values, dense and row-major.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        using ParameterEdit edit = _memory.Edit();
        Scatter(values, Select(edit));
    }

    /// <summary>Replaces all elements by those of a tensor of a safetensors file, whose other tensors are not looked at: to begin with the weights of another network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor's name in the file; null for this tensor's own name. F32, F64, F16 and BF16 can be read.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or has no such tensor of this shape; the elements are then as they were.</exception>
    /// <exception cref="InvalidOperationException">This is a count, which no tensor of real numbers is.</exception>
    public void Load(string path, string? tensor = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Description.Type == ElementType.Int64)
        {
            throw new InvalidOperationException($"'{Name}' is a count, and tensors of real numbers are loaded. Set its element.");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        CopyFrom(SafetensorsLoader.ReadTensor(stream, path, tensor ?? Name, Description));
    }

    /// <summary>
    /// Takes this tensor's part out of any buffer in the same layout, dense and row-major: out of a gradient, a direction, a Hessian-vector product or
    /// an optimizer's state.
    /// </summary>
    /// <param name="buffer">A buffer in stored layout, <see cref="NetworkDescription.ParameterLength"/> long (for states, <see cref="NetworkDescription.StateLength"/>).</param>
    /// <param name="values">Receives <see cref="Length"/> values; may be longer.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Gather(ReadOnlySpan<float> buffer, Span<float> values)
    {
        RequireBuffer(buffer.Length);
        if (values.Length < Length)
        {
            throw new ArgumentException($"'{Name}' has {Length} elements and the destination {values.Length}.", nameof(values));
        }

        for (int index = 0; index < Length; index++)
        {
            values[index] = Description.Read(buffer, index);
        }
    }

    /// <summary>Puts dense, row-major values into this tensor's part of any buffer in the same layout, such as a direction. Padding stays as it is.</summary>
    /// <param name="values">Exactly <see cref="Length"/> values.</param>
    /// <param name="buffer">A buffer in stored layout, <see cref="NetworkDescription.ParameterLength"/> long (for states, <see cref="NetworkDescription.StateLength"/>).</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Scatter(ReadOnlySpan<float> values, Span<float> buffer)
    {
        RequireBuffer(buffer.Length);
        if (values.Length != Length)
        {
            throw new ArgumentException($"'{Name}' has {Length} elements and {values.Length} were given.", nameof(values));
        }

        for (int index = 0; index < Length; index++)
        {
            Description.Write(buffer, index, values[index]);
        }
    }

    /// <summary>Name and shape.</summary>
    /// <returns>Such as <c>0.weight [128, 784]</c>.</returns>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";

    private Span<float> Select(ParameterEdit edit) => _isState ? edit.State : edit.Parameters;

    private int Flatten(int row, int column)
    {
        if (Shape.Count != 2)
        {
            throw new InvalidOperationException($"'{Name}' has shape [{string.Join(", ", Shape)}], which is no matrix: use one row-major index.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Shape[0]);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Shape[1]);
        return (row * Shape[1]) + column;
    }

    private void RequireBuffer(int length)
    {
        int needed = _isState ? _memory.Description.StateLength : _memory.Description.ParameterLength;
        if (length != needed)
        {
            throw new ArgumentException($"Network '{_memory.Description.Name}': a buffer in the layout of '{Name}' has {needed} floats, and this one {length}.");
        }
    }
}
