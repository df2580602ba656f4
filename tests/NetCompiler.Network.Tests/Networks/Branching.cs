namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>Branching.json</c>: it refers back twice, and its target is a probability for each class.</summary>
[Network(Batch = 32, HessianVector = true), Input(12)]
[Linear(16, Name = "stem"), ReLU]
[Linear(16), Add("stem"), Sigmoid]
[Concat("stem"), Linear(5)]
[SoftmaxCrossEntropy(Targets = TargetKind.Probabilities)]
public partial class Branching;
