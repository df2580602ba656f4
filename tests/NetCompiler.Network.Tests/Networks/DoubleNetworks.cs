namespace NetCompiler.Network.Tests.Networks;

/// <summary>A network of <c>DoubleTraining.json</c>: fully connected, with all the calls that a network can have.</summary>
[Network(Batch = 8, Precision = Precision.Double, HessianVector = true, InputGradient = true, Jacobian = true), Input(6)]
[Linear(12), Tanh]
[Linear(8), SiLU]
[Linear(3)]
[MeanSquaredError]
public sealed partial class DoubleRegression;

/// <summary>A network of <c>DoubleTraining.json</c>: a convolution, statistics over the batch and classes.</summary>
[Network(Batch = 12, Precision = Precision.Double, HessianVector = true), Input(2, 6, 6)]
[Conv2d(4, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU, MaxPool2d(2)]
[Flatten, Linear(5)]
[SoftmaxCrossEntropy]
public sealed partial class DoubleImages;

/// <summary>A network of <c>DoubleTraining.json</c>: an LSTM over sequences.</summary>
[Network(Batch = 9, Precision = Precision.Double, HessianVector = true), Input(3, Steps = 5)]
[LSTM(6, Name = "lstm"), Last, Linear(2, Name = "head")]
[MeanSquaredError]
public sealed partial class DoubleSequence;

/// <summary>A stream in double: each step goes on where the one before ended.</summary>
[Network(Batch = 2, Precision = Precision.Double, Streaming = true), Input(3, Steps = 5)]
[LSTM(6), Linear(2)]
[MeanSquaredError]
public sealed partial class DoubleStream;
