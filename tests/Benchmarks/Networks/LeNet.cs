using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>lenet: LeNet-5 with ReLU and max pooling, for images of 28 x 28.</summary>
[Network(Batch = 128), Input(1, 28, 28)]
[Conv2d(6, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(16, 5), ReLU, MaxPool2d(2)]
[Flatten]
[Linear(120), ReLU]
[Linear(84), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class LeNet;
