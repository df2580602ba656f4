using NetCompiler;

namespace NetCompiler.Samples.Digits;

/// <summary>For comparison: multinomial logistic regression, a network without a hidden layer.</summary>
[Network(Batch = 128), Input(1, 28, 28)]
[Flatten]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitLinear : IClassifier<DigitLinear>;
