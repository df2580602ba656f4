using System;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Network.Tests.Proofs;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>Depth: twenty-seven convolutions, each with batch normalization.</summary>
public sealed class MobileNetV1Proof() : ClassifierNetworkProof<MobileNetV1>("MobileNetV1")
{
    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(MobileNetV1 network)
    {
        MobileNetV1.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }
}
