using System;

namespace NetCompiler;

/// <summary>
/// What the steps of one stream leave to each other: 64-byte aligned, and zero before the first step. Emitted code of networks with
/// <see cref="NetworkAttribute.Streaming"/> holds one of these, and one for each session.
/// </summary>
public sealed class StreamMemory
{
    private readonly string _network;
    private readonly AlignedBuffer<float> _state;

    /// <summary>Allocates the state, all zero.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="length">Floats of state, 0 or more.</param>
    public StreamMemory(string network, int length)
    {
        _network = network;
        _state = new AlignedBuffer<float>(length);
    }

    /// <summary>The state, as it is stored.</summary>
    public Span<float> State => _state.Span;

    /// <summary>Copies the state.</summary>
    /// <returns>A stream that goes on as this one would, on its own.</returns>
    public StreamMemory Clone()
    {
        var clone = new StreamMemory(_network, _state.Length);
        _state.Span.CopyTo(clone._state.Span);
        return clone;
    }

    /// <summary>Writes the state.</summary>
    /// <param name="state">As many floats as the state has.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Save(Span<float> state)
    {
        Require(state.Length);
        _state.Span.CopyTo(state);
    }

    /// <summary>Reads a state that was written by <see cref="Save"/>.</summary>
    /// <param name="state">As many floats as the state has.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Load(ReadOnlySpan<float> state)
    {
        Require(state.Length);
        state.CopyTo(_state.Span);
    }

    private void Require(int length)
    {
        if (length != _state.Length)
        {
            throw new ArgumentException($"Network '{_network}': the state of its stream has {_state.Length} floats (StateLength), and the span {length}.", "state");
        }
    }
}
