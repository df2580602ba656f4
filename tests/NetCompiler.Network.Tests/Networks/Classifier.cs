namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>Classifier.json</c>: classes by index, with L2 on the weights.</summary>
[Network(Batch = 32, HessianVector = true, L2 = 0.01), Input(20)]
[Linear(32), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public partial class Classifier;
