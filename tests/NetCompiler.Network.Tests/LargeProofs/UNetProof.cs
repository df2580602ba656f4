using System;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Network.Tests.Proofs;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>Transposed convolutions, and images joined across the network.</summary>
public sealed class UNetProof() : RegressionNetworkProof<UNet>("UNet")
{
    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(UNet network)
    {
        UNet.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }
}
