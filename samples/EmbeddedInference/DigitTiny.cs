using NetCompiler;

namespace NetCompiler.Samples.EmbeddedInference;

/// <summary>
/// The layers of <c>DigitTiny</c> in <c>samples/Digits</c>, with probabilities instead of a loss: without a loss the class has no training
/// code. The weights are an embedded resource of the class's name.
/// </summary>
[Network(Batch = 1), Input(1, 28, 28)]
[Flatten]
[Linear(16), ReLU]
[Linear(10), Softmax]
public sealed partial class DigitTiny;
