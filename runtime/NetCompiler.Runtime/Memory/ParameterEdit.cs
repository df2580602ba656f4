using System;

namespace NetCompiler;

/// <summary>A scope in which the parameters of a network are written. Its end makes inference prepare again.</summary>
public ref struct ParameterEdit : IDisposable
{
    private NetworkMemory? _memory;

    internal ParameterEdit(NetworkMemory memory) => _memory = memory;

    /// <summary>The parameters in stored layout; padding included, whose contents mean nothing.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    public readonly Span<float> Parameters => Memory.WritableParameters;

    /// <summary>The running statistics in stored layout.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    public readonly Span<float> State => Memory.State;

    private readonly NetworkMemory Memory => _memory ?? throw new ObjectDisposedException(nameof(ParameterEdit));

    /// <summary>Ends the scope; a second call does nothing.</summary>
    public void Dispose()
    {
        _memory?.MarkEdited();
        _memory = null;
    }
}
