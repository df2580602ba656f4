using System;

namespace NetCompiler;

/// <summary>A scope in which the parameters of a network are written. Its end makes inference prepare again.</summary>
public ref struct ParameterEdit : IDisposable
{
    private NetworkMemory? _memory;

    internal ParameterEdit(NetworkMemory memory) => _memory = memory;

    /// <summary>The parameters in stored layout; padding included, whose contents mean nothing.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public readonly Span<float> Parameters => Memory.ParameterBuffer.Floats;

    /// <summary>The parameters of a network of doubles, in stored layout; padding included, whose contents mean nothing.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public readonly Span<double> DoubleParameters => Memory.ParameterBuffer.Doubles;

    /// <summary>The running statistics in stored layout.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public readonly Span<float> State => Memory.State;

    /// <summary>The running statistics of a network of doubles, in stored layout.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public readonly Span<double> DoubleState => Memory.DoubleState;

    private readonly NetworkMemory Memory => _memory ?? throw new ObjectDisposedException(nameof(ParameterEdit));

    /// <summary>Ends the scope; a second call does nothing.</summary>
    public void Dispose()
    {
        _memory?.MarkEdited();
        _memory = null;
    }
}
