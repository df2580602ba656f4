using NetCompiler;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>A vector normalised over the batch alone: a step needs two samples.</summary>
[Network(Batch = 8), Input(3)]
[Linear(4), BatchNorm1d(Name = "norm"), ReLU]
[Linear(2)]
[SoftmaxCrossEntropy]
public sealed partial class BatchStatistics;
