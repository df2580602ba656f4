namespace NetCompiler.Sequences.Tests.Networks;

/// <summary>Says something of every step, and of the whole: what is tested with lengths. Its shorter twins have the same parameters.</summary>
[Network(Batch = 4)]
[Input(3, Steps = 6)]
[GRU(8, Bidirectional = true, Name = "gru"), LayerNorm(Name = "norm")]
[AttentionPool(Name = "pool"), Linear(2, Name = "whole")]
[From("norm"), Linear(4, Name = "each")]
[Output("each", "whole")]
[SoftmaxCrossEntropy(Value = "each", Target = "classes")]
[MeanSquaredError(Value = "whole", Target = "numbers")]
public sealed partial class Tagger;

/// <summary><see cref="Tagger"/> of sequences that are six steps long.</summary>
[Network(Batch = 32)]
[Input(3, Steps = 6)]
[GRU(8, Bidirectional = true, Name = "gru"), LayerNorm(Name = "norm")]
[AttentionPool(Name = "pool"), Linear(2, Name = "whole")]
[From("norm"), Linear(4, Name = "each")]
[Output("each", "whole")]
[SoftmaxCrossEntropy(Value = "each", Target = "classes")]
[MeanSquaredError(Value = "whole", Target = "numbers")]
public sealed partial class WideTagger;

/// <summary><see cref="Tagger"/> of sequences that are all two steps long.</summary>
[Network(Batch = 4)]
[Input(3, Steps = 2, Lengths = false)]
[GRU(8, Bidirectional = true, Name = "gru"), LayerNorm(Name = "norm")]
[AttentionPool(Name = "pool"), Linear(2, Name = "whole")]
[From("norm"), Linear(4, Name = "each")]
[Output("each", "whole")]
[SoftmaxCrossEntropy(Value = "each", Target = "classes")]
[MeanSquaredError(Value = "whole", Target = "numbers")]
public sealed partial class TaggerOfTwo;

/// <summary>A network of tokens.</summary>
[Network(Batch = 4)]
[Input(Steps = 5, Element = ElementType.Int32, Vocabulary = 7)]
[Embedding(7, 4), LSTM(6), Max, Linear(3)]
[SoftmaxCrossEntropy]
public sealed partial class TokenClassifier;

/// <summary>The accuracy of every step is counted.</summary>
[Network(Batch = 4)]
[Input(2, Steps = 4)]
[Linear(3)]
[SoftmaxCrossEntropy]
public sealed partial class StepClassifier;
