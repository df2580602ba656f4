namespace NetCompiler.Robustness.Tests;

/// <summary>A classifier.</summary>
[Network(Batch = 4), Input(5)]
[Linear(9), Tanh]
[Linear(3)]
[SoftmaxCrossEntropy]
public partial class Plain;

/// <summary>With rectifiers, a pool and an average, each of which could lose a NaN.</summary>
[Network(Batch = 4), Input(2, 6, 6)]
[Conv2d(3, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(4, 3, Padding = 1), HardSwish, GlobalAvgPool, Flatten]
[Linear(2)]
[MeanSquaredError]
public partial class Pictures;

/// <summary>Tokens and lengths.</summary>
[Network(Batch = 3), Input(Steps = 6, Element = ElementType.Int32, Vocabulary = 11)]
[Embedding(11, 4), GRU(5), Last]
[Linear(3)]
[SoftmaxCrossEntropy]
public partial class Tokens;

/// <summary>Two inputs and two outputs.</summary>
[Network(Batch = 4), Input(3, Name = "left"), Input(2, Name = "right")]
[From("left"), Concat("right"), Linear(4, Name = "sum"), ReLU(Name = "head")]
[Output("sum", "head")]
[MeanSquaredError]
public partial class Pairs;

/// <summary>With statistics over the batch.</summary>
[Network(Batch = 8), Input(4)]
[Linear(6), BatchNorm1d, ReLU]
[Linear(2)]
[SoftmaxCrossEntropy]
public partial class Normalized;
