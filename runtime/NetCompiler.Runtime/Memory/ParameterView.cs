using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

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

    /// <summary>The element at a logical, row-major index; of a count (<c>num_batches_tracked</c>) and in a network of doubles the nearest float.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public float this[int index]
    {
        get
        {
            _ = Description.IndexOf(index);
            return IsDouble ? (float)Description.Read<double>(Buffer.Doubles, index) : Description.Read<float>(Buffer.Floats, index);
        }

        set => SetDouble(index, value);
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
    internal long Count => IsDouble ? Description.ReadCount<double>(Buffer.Doubles) : Description.ReadCount<float>(Buffer.Floats);

    /// <summary>Whether the network computes in double.</summary>
    internal bool IsDouble => Buffer.Element == ElementType.Float64;

    private ElementBuffer Buffer => _isState ? _memory.StateBuffer : _memory.ParameterBuffer;

    /// <summary>The element at a logical, row-major index, as a network of doubles holds it; of a count (<c>num_batches_tracked</c>) the nearest double.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public double GetDouble(int index)
    {
        _ = Description.IndexOf(index);
        return IsDouble ? Description.Read<double>(Buffer.Doubles, index) : Description.Read<float>(Buffer.Floats, index);
    }

    /// <summary>Sets the element at a logical, row-major index; a network of floats takes the nearest float.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public void SetDouble(int index, double value)
    {
        _ = Description.IndexOf(index);
        using ParameterEdit edit = _memory.Edit();
        if (IsDouble)
        {
            Description.Write(Buffer.Doubles, index, value);
        }
        else
        {
            Description.Write(Buffer.Floats, index, (float)value);
        }
    }

    /// <summary>Copies the elements, dense and row-major; those of a network of doubles are rounded to the nearest floats.</summary>
    /// <param name="destination">Receives <see cref="Length"/> values; may be longer.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<float> destination) => Copy(destination);

    /// <summary>Copies the elements, dense and row-major, as doubles.</summary>
    /// <param name="destination">Receives <see cref="Length"/> values; may be longer.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<double> destination) => Copy(destination);

    /// <summary>The elements, dense and row-major, in a new array; those of a network of doubles are rounded to the nearest floats.</summary>
    /// <returns><see cref="Length"/> values.</returns>
    public float[] ToArray()
    {
        float[] values = new float[Length];
        CopyTo(values);
        return values;
    }

    /// <summary>The elements, dense and row-major, in a new array of doubles.</summary>
    /// <returns><see cref="Length"/> values.</returns>
    public double[] ToDoubleArray()
    {
        double[] values = new double[Length];
        CopyTo(values);
        return values;
    }

    /// <summary>Replaces all elements.</summary>
    /// <param name="values">Exactly <see cref="Length"/> values, dense and row-major.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    public void CopyFrom(ReadOnlySpan<float> values) => Replace(values);

    /// <summary>Replaces all elements; a network of floats takes the nearest floats.</summary>
    /// <param name="values">Exactly <see cref="Length"/> values, dense and row-major.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    public void CopyFrom(ReadOnlySpan<double> values) => Replace(values);

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
        using ParameterEdit edit = _memory.Edit();
        if (IsDouble)
        {
            SafetensorsLoader.ReadTensor(stream, path, tensor ?? Name, Description, Buffer.Doubles);
        }
        else
        {
            SafetensorsLoader.ReadTensor(stream, path, tensor ?? Name, Description, Buffer.Floats);
        }
    }

    /// <summary>
    /// Takes this tensor's part out of any buffer in the same layout, dense and row-major: out of a gradient, a direction, a Hessian-vector product or
    /// an optimizer's state.
    /// </summary>
    /// <param name="buffer">A buffer in stored layout, <see cref="NetworkDescription.ParameterLength"/> long (for states, <see cref="NetworkDescription.StateLength"/>).</param>
    /// <param name="values">Receives <see cref="Length"/> values; may be longer.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Gather(ReadOnlySpan<float> buffer, Span<float> values) => Read(buffer, values);

    /// <summary>Takes this tensor's part out of any buffer of doubles in the same layout.</summary>
    /// <inheritdoc cref="Gather(ReadOnlySpan{float}, Span{float})"/>
    public void Gather(ReadOnlySpan<double> buffer, Span<double> values) => Read(buffer, values);

    /// <summary>Puts dense, row-major values into this tensor's part of any buffer in the same layout, such as a direction. Padding stays as it is.</summary>
    /// <param name="values">Exactly <see cref="Length"/> values.</param>
    /// <param name="buffer">A buffer in stored layout, <see cref="NetworkDescription.ParameterLength"/> long (for states, <see cref="NetworkDescription.StateLength"/>).</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Scatter(ReadOnlySpan<float> values, Span<float> buffer) => Write(values, buffer);

    /// <summary>Puts dense, row-major values into this tensor's part of any buffer of doubles in the same layout. Padding stays as it is.</summary>
    /// <inheritdoc cref="Scatter(ReadOnlySpan{float}, Span{float})"/>
    public void Scatter(ReadOnlySpan<double> values, Span<double> buffer) => Write(values, buffer);

    /// <summary>Whether training steps leave it alone: by <see cref="ParameterCollection.Freeze"/>, or by its layer. State is never frozen.</summary>
    public bool IsFrozen => !_isState && _memory.IsFrozen(Description);

    /// <summary>Name and shape.</summary>
    /// <returns>Such as <c>0.weight [128, 784]</c>.</returns>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";

    private void Copy<T>(Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsDouble)
        {
            Read<double, T>(Buffer.Doubles, destination);
        }
        else
        {
            Read<float, T>(Buffer.Floats, destination);
        }
    }

    private void Replace<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using ParameterEdit edit = _memory.Edit();
        if (IsDouble)
        {
            Write(values, Buffer.Doubles);
        }
        else
        {
            Write(values, Buffer.Floats);
        }
    }

    private void Read<TStored, T>(ReadOnlySpan<TStored> buffer, Span<T> values)
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireBuffer(buffer.Length);
        if (values.Length < Length)
        {
            throw new ArgumentException($"'{Name}' has {Length} elements and the destination {values.Length}.", nameof(values));
        }

        for (int index = 0; index < Length; index++)
        {
            values[index] = T.CreateTruncating(Description.Read(buffer, index));
        }
    }

    private void Write<T, TStored>(ReadOnlySpan<T> values, Span<TStored> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
    {
        RequireBuffer(buffer.Length);
        if (values.Length != Length)
        {
            throw new ArgumentException($"'{Name}' has {Length} elements and {values.Length} were given.", nameof(values));
        }

        for (int index = 0; index < Length; index++)
        {
            Description.Write(buffer, index, TStored.CreateTruncating(values[index]));
        }
    }

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
            throw new ArgumentException($"Network '{_memory.Description.Name}': a buffer in the layout of '{Name}' has {needed} elements, and this one {length}.");
        }
    }
}
