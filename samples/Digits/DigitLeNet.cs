using NetCompiler;

namespace NetCompiler.Samples.Digits;

/// <summary>
/// The default: two convolutions, each with the maxima of its windows behind it, and three fully connected layers; LeNet-5 (LeCun, Bottou,
/// Bengio and Haffner 1998) with the activations and pools of today.
/// </summary>
[Network(Batch = 64), Input(1, 28, 28)]
[Conv2d(6, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(16, 5), ReLU, MaxPool2d(2)]
[Flatten]
[Linear(120), ReLU]
[Linear(84), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitLeNet : IClassifier<DigitLeNet>;
