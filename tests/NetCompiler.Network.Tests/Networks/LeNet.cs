namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>LeNet.json</c>: two convolutions with maxima behind them, and three fully connected layers.</summary>
[Network(Batch = 16, HessianVector = true), Input(1, 28, 28)]
[Conv2d(6, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(16, 5), ReLU, MaxPool2d(2)]
[Flatten]
[Linear(120), ReLU]
[Linear(84), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public partial class LeNet;
