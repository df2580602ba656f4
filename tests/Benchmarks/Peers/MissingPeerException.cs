using System;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>A peer is not installed. The message says how to install it.</summary>
internal sealed class MissingPeerException(string message) : Exception(message);
