using NetCompiler;

namespace NetCompiler.Samples.Digits;

/// <summary>The default: one hidden layer of 256 units with dropout.</summary>
[Network(Batch = 128), Input(1, 28, 28)]
[Flatten]
[Linear(256), ReLU]
[Dropout(0.1)]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitMlp : IClassifier<DigitMlp>;
