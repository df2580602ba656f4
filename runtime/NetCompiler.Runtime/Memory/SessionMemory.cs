using System;

namespace NetCompiler;

/// <summary>A workspace of its own over the parameters of a network: what lets another thread infer with the same weights.</summary>
public sealed class SessionMemory : IDisposable
{
    private ElementBuffer? _workspace;
    private StepBuffers? _stepBuffers;

    /// <summary>Allocates the workspace.</summary>
    /// <param name="network">The memory whose parameters the session reads.</param>
    public SessionMemory(NetworkMemory network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        _workspace = new ElementBuffer(network.Description.Element, network.Description.InferenceWorkspaceLength);
    }

    /// <summary>The memory whose parameters the session reads.</summary>
    public NetworkMemory Network { get; }

    /// <summary>Scratch for one thread: <see cref="NetworkDescription.InferenceWorkspaceLength"/> floats.</summary>
    /// <exception cref="ObjectDisposedException">The session was disposed of.</exception>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public Span<float> Workspace => Buffer.Floats;

    /// <summary>Scratch for one thread, in a network of doubles.</summary>
    /// <exception cref="ObjectDisposedException">The session was disposed of.</exception>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public Span<double> DoubleWorkspace => Buffer.Doubles;

    private ElementBuffer Buffer
    {
        get
        {
            ElementBuffer? workspace = _workspace;
            ObjectDisposedException.ThrowIf(workspace is null, this);
            return workspace;
        }
    }

    /// <summary>For the session's calls of fewer steps than the network was compiled for; allocated at first use.</summary>
    public StepBuffers StepBuffers => _stepBuffers ??= new StepBuffers(Network.Description);

    /// <summary>Lets go of the workspace. The network stays usable.</summary>
    public void Dispose() => _workspace = null;
}
