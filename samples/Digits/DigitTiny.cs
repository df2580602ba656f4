using NetCompiler;

namespace NetCompiler.Samples.Digits;

/// <summary>
/// A hidden layer of 16 units, in a file of 50 KB: trains the weights that <c>samples/EmbeddedInference</c> carries, where a network
/// of the same layers without a loss reads them.
/// </summary>
[Network(Batch = 128), Input(1, 28, 28)]
[Flatten]
[Linear(16), ReLU]
[Linear(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitTiny : IClassifier<DigitTiny>;
