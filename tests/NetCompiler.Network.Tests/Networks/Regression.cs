namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>Regression.json</c>: two hidden layers of tanh and a squared error.</summary>
[Network(Batch = 32, HessianVector = true), Input(8)]
[Linear(64), Tanh]
[Linear(64), Tanh]
[Linear(4)]
[MeanSquaredError]
public partial class Regression;
