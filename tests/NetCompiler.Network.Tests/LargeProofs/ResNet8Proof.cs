using System;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Network.Tests.Proofs;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>Batch normalization, whose running statistics follow, in residual stacks.</summary>
public sealed class ResNet8Proof() : ClassifierNetworkProof<ResNet8>("ResNet8")
{
    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(ResNet8 network)
    {
        ResNet8.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }
}
