using System;

namespace NetCompiler;

/// <summary>
/// Where calls of fewer steps than a network was compiled for are brought to its steps, and results back to theirs. One belongs to an instance or a session and is allocated
/// when such a call is first made; later calls allocate nothing.
/// </summary>
public sealed class StepBuffers
{
    private readonly NetworkDescription _description;
    private readonly AlignedBuffer<float>?[] _floats;
    private readonly AlignedBuffer<double>?[] _doubles;
    private readonly AlignedBuffer<int>?[] _integers;
    private readonly AlignedBuffer<byte>?[] _bytes;
    private readonly ElementBuffer?[] _outputs;
    private readonly int[][] _lengths;

    /// <summary>Allocates the buffers of a network.</summary>
    /// <param name="description">The network.</param>
    internal StepBuffers(NetworkDescription description)
    {
        _description = description;
        TensorDescription[] inputs = description.InputArray;
        _floats = Allocate<float>(inputs, ElementType.Float32);
        _doubles = Allocate<double>(inputs, ElementType.Float64);
        _integers = Allocate<int>(inputs, ElementType.Int32);
        _bytes = Allocate<byte>(inputs, ElementType.UInt8);
        _outputs = new ElementBuffer?[description.OutputArray.Length];
        for (int index = 0; index < _outputs.Length; index++)
        {
            TensorDescription output = description.OutputArray[index];
            _outputs[index] = output.Lengths >= 0 ? new ElementBuffer(description.Element, checked(description.Batch * output.Length)) : null;
        }

        _lengths = new int[description.LengthsArray.Length][];
        for (int index = 0; index < _lengths.Length; index++)
        {
            _lengths[index] = new int[description.Batch];
        }
    }

    /// <summary>A sequence of floats with as many steps as the network was compiled for. Those behind the given ones hold anything.</summary>
    /// <param name="input">Index of the input.</param>
    /// <param name="given">rows x steps x features.</param>
    /// <param name="rows">Samples, 1 to the compiled batch.</param>
    /// <param name="steps">Steps of every sample, 1 to the compiled ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rows or steps are out of range.</exception>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public ReadOnlySpan<float> Widen(int input, ReadOnlySpan<float> given, int rows, int steps) => Widen(_floats[input]!.Span, input, given, rows, steps);

    /// <summary>A sequence of doubles with as many steps as the network was compiled for. Those behind the given ones hold anything.</summary>
    /// <inheritdoc cref="Widen(int, ReadOnlySpan{float}, int, int)"/>
    public ReadOnlySpan<double> Widen(int input, ReadOnlySpan<double> given, int rows, int steps) => Widen(_doubles[input]!.Span, input, given, rows, steps);

    /// <summary>A sequence of integers with as many steps as the network was compiled for. Those behind the given ones are 0.</summary>
    /// <inheritdoc cref="Widen(int, ReadOnlySpan{float}, int, int)"/>
    public ReadOnlySpan<int> Widen(int input, ReadOnlySpan<int> given, int rows, int steps)
    {
        Span<int> buffer = _integers[input]!.Span;

        // What a refused call left here would be refused again.
        buffer.Clear();
        return Widen(buffer, input, given, rows, steps);
    }

    /// <summary>A sequence of bytes with as many steps as the network was compiled for. Those behind the given ones hold anything.</summary>
    /// <inheritdoc cref="Widen(int, ReadOnlySpan{float}, int, int)"/>
    public ReadOnlySpan<byte> Widen(int input, ReadOnlySpan<byte> given, int rows, int steps) => Widen(_bytes[input]!.Span, input, given, rows, steps);

    /// <summary>Lengths of rows that all have some steps.</summary>
    /// <param name="index">Which of <see cref="NetworkDescription.Lengths"/>.</param>
    /// <param name="rows">Samples, 1 to the compiled batch.</param>
    /// <param name="steps">Steps of every sample, 1 to the compiled ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rows or steps are out of range.</exception>
    public ReadOnlySpan<int> Lengths(int index, int rows, int steps)
    {
        Require(index, rows, steps);
        Span<int> lengths = _lengths[index].AsSpan(0, rows);
        lengths.Fill(steps);
        return lengths;
    }

    /// <summary>Lengths of rows of which none has more steps than were given.</summary>
    /// <param name="index">Which of <see cref="NetworkDescription.Lengths"/>.</param>
    /// <param name="given">One for each row, 1 to the steps.</param>
    /// <param name="rows">Samples, 1 to the compiled batch.</param>
    /// <param name="steps">Steps of every sample, 1 to the compiled ones.</param>
    /// <returns>The same lengths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Rows or steps are out of range.</exception>
    /// <exception cref="ArgumentException">A length is above the steps.</exception>
    public ReadOnlySpan<int> Lengths(int index, ReadOnlySpan<int> given, int rows, int steps)
    {
        Require(index, rows, steps);
        int row = given.IndexOfAnyExceptInRange(1, steps);
        return row < 0 ? given
            : throw new ArgumentException($"Network '{_description.Name}', lengths of '{_description.LengthsArray[index].Name}': row {row} has {given[row]} steps, and of a call with {steps} steps a row has 1 to {steps}.");
    }

    /// <summary>Where the network writes an output with steps.</summary>
    /// <param name="output">Index of the output.</param>
    /// <param name="rows">Samples, 1 to the compiled batch.</param>
    public Span<float> Wide(int output, int rows) => _outputs[output]!.Floats[..(rows * _description.OutputArray[output].Length)];

    /// <summary>Where a network of doubles writes an output with steps.</summary>
    /// <inheritdoc cref="Wide"/>
    public Span<double> DoubleWide(int output, int rows) => _outputs[output]!.Doubles[..(rows * _description.OutputArray[output].Length)];

    /// <summary>Copies the steps of an output that a call has.</summary>
    /// <param name="output">Index of the output.</param>
    /// <param name="rows">Samples, 1 to the compiled batch.</param>
    /// <param name="steps">Steps of every sample, 1 to the compiled ones.</param>
    /// <param name="destination">Receives rows x steps x features.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Narrow(int output, int rows, int steps, Span<float> destination) => Narrow(_outputs[output]!.Floats, output, rows, steps, destination);

    /// <summary>Copies the steps of an output that a call of a network of doubles has.</summary>
    /// <inheritdoc cref="Narrow(int, int, int, Span{float})"/>
    public void Narrow(int output, int rows, int steps, Span<double> destination) => Narrow(_outputs[output]!.Doubles, output, rows, steps, destination);

    private void Narrow<T>(ReadOnlySpan<T> wide, int output, int rows, int steps, Span<T> destination)
    {
        TensorDescription tensor = _description.OutputArray[output];
        int length = tensor.Length / tensor.Shape[0] * steps;
        RequireLength(tensor, "output", destination.Length, rows, length);
        for (int row = 0; row < rows; row++)
        {
            wide.Slice(row * tensor.Length, length).CopyTo(destination[(row * length)..]);
        }
    }

    private ReadOnlySpan<T> Widen<T>(Span<T> buffer, int input, ReadOnlySpan<T> given, int rows, int steps)
    {
        TensorDescription tensor = _description.InputArray[input];
        Require(tensor.Lengths, rows, steps);
        int length = tensor.Length / tensor.Shape[0] * steps;
        RequireLength(tensor, "input", given.Length, rows, length);
        for (int row = 0; row < rows; row++)
        {
            given.Slice(row * length, length).CopyTo(buffer[(row * tensor.Length)..]);
        }

        return buffer[..(rows * tensor.Length)];
    }

    private void Require(int index, int rows, int steps)
    {
        TensorDescription lengths = _description.LengthsArray[index];
        if (rows < 1 || rows > _description.Batch)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"Network '{_description.Name}' was compiled for 1 to {_description.Batch} rows; [Network(Batch = ...)] says for how many.");
        }

        if (steps < 1 || steps >= lengths.Bound)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"Network '{_description.Name}' was compiled for 1 to {lengths.Bound - 1} steps of '{lengths.Name}'; [Input(..., Steps = ...)] says for how many.");
        }
    }

    private void RequireLength(TensorDescription tensor, string role, int given, int rows, int length)
    {
        if (given != (long)rows * length)
        {
            throw new ArgumentException($"Network '{_description.Name}', {role} '{tensor.Name}': {given} elements where {rows} rows of {length} in the steps of the call need {(long)rows * length}.");
        }
    }

    private AlignedBuffer<T>?[] Allocate<T>(TensorDescription[] tensors, ElementType type)
        where T : unmanaged
    {
        var buffers = new AlignedBuffer<T>?[tensors.Length];
        for (int index = 0; index < tensors.Length; index++)
        {
            buffers[index] = tensors[index].Lengths >= 0 && tensors[index].Type == type ? new AlignedBuffer<T>(checked(_description.Batch * tensors[index].Length)) : null;
        }

        return buffers;
    }
}
