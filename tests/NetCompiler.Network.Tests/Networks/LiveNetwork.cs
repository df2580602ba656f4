namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network that PyTorch, where it is installed, draws anew for each test run; no extent is a multiple of a vector.</summary>
[Network(Batch = 32, HessianVector = true), Input(9)]
[Linear(21), Sigmoid]
[Linear(17), ReLU]
[Linear(6)]
[SoftmaxCrossEntropy]
public partial class LiveNetwork;
