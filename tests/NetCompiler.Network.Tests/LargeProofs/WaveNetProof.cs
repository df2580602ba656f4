using System;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Network.Tests.Proofs;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>Dilated convolutions of signals.</summary>
public sealed class WaveNetProof() : RegressionNetworkProof<WaveNet>("WaveNet")
{
    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(WaveNet network)
    {
        WaveNet.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }
}
