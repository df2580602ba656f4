using System;

namespace NetCompiler;

/// <summary>
/// What the steps of one stream leave to each other: 64-byte aligned, and zero before the first step. Emitted code of networks with
/// <see cref="NetworkAttribute.Streaming"/> holds one of these, and one for each session.
/// </summary>
public sealed class StreamMemory
{
    private readonly string _network;
    private readonly ElementBuffer _state;

    /// <summary>Allocates the state, all zero.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="length">Elements of state, 0 or more.</param>
    /// <param name="element">What the network computes in: <see cref="ElementType.Float32"/> or <see cref="ElementType.Float64"/>.</param>
    public StreamMemory(string network, int length, ElementType element = ElementType.Float32)
    {
        _network = network;
        _state = new ElementBuffer(element, length);
    }

    /// <summary>The state, as it is stored.</summary>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public Span<float> State => _state.Floats;

    /// <summary>The state of a network of doubles, as it is stored.</summary>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public Span<double> DoubleState => _state.Doubles;

    /// <summary>Copies the state.</summary>
    /// <returns>A stream that goes on as this one would, on its own.</returns>
    public StreamMemory Clone()
    {
        var clone = new StreamMemory(_network, _state.Length, _state.Element);
        _state.CopyTo(clone._state);
        return clone;
    }

    /// <summary>Writes the state.</summary>
    /// <param name="state">As many elements as the state has.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Save(Span<float> state)
    {
        Require(state.Length);
        _state.Floats.CopyTo(state);
    }

    /// <summary>Writes the state of a network of doubles.</summary>
    /// <inheritdoc cref="Save(Span{float})"/>
    public void Save(Span<double> state)
    {
        Require(state.Length);
        _state.Doubles.CopyTo(state);
    }

    /// <summary>Reads a state that was written by <see cref="Save(Span{float})"/>.</summary>
    /// <param name="state">As many elements as the state has.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Load(ReadOnlySpan<float> state)
    {
        Require(state.Length);
        state.CopyTo(_state.Floats);
    }

    /// <summary>Reads a state of a network of doubles that was written by <see cref="Save(Span{double})"/>.</summary>
    /// <inheritdoc cref="Load(ReadOnlySpan{float})"/>
    public void Load(ReadOnlySpan<double> state)
    {
        Require(state.Length);
        state.CopyTo(_state.Doubles);
    }

    private void Require(int length)
    {
        if (length != _state.Length)
        {
            throw new ArgumentException($"Network '{_network}': the state of its stream has {_state.Length} elements (StateLength), and the span {length}.", "state");
        }
    }
}
