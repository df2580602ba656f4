namespace NetCompiler.Network.Tests.Networks;

/// <summary>A classifier whose first layer is frozen and whose second has a norm that its outputs keep to.</summary>
[Network(Batch = 8), Input(7)]
[Linear(20, Frozen = true), Tanh]
[Linear(20, MaxNorm = 0.5), Tanh]
[Linear(3)]
[SoftmaxCrossEntropy]
public partial class PartlyFrozen;
