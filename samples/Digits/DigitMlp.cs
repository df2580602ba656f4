using NetCompiler;

namespace NetCompiler.Samples.Digits;

/// <summary>Fully connected: two hidden layers, with dropout after the first.</summary>
[Network(Batch = 128), Input(1, 28, 28)]
[Flatten]
[Linear(256), ReLU]
[Dropout(0.1)]
[Linear(128), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitMlp : IClassifier<DigitMlp>;
