using System;
using NetCompiler.Network.Tests.Networks;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>Depthwise convolutions with batch normalization.</summary>
public sealed class DSCNNProof() : ClassifierNetworkProof<DSCNN>("DSCNN")
{
    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(DSCNN network)
    {
        DSCNN.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }
}
