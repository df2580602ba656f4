namespace NetCompiler.Benchmarks.Networks;

/// <summary>gru_28_64_t28: a GRU of 64 units over 28 steps of 28 numbers, whose last step is classified.</summary>
[Network(Batch = 128), Input(28, Steps = 28, Lengths = false)]
[GRU(64, Name = "recurrent"), Last, Linear(10, Name = "head")]
[SoftmaxCrossEntropy]
public sealed partial class GRUClassifier;
