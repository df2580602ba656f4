using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>chartf_d64_h4_t64_l2: a transformer over 64 characters of a vocabulary of 65, two layers of width 64 with four heads, normalised first.</summary>
[Network(Batch = 32), Input(Steps = 64, Element = ElementType.Int32, Vocabulary = 65, Lengths = false)]
[Embedding(65, 64), PositionalEmbedding(Deviation = 0.02)]
[TransformerEncoderLayer(4, 256, Dropout = 0, Activation = TransformerActivation.GELU, NormFirst = true, Causal = true)]
[TransformerEncoderLayer(4, 256, Dropout = 0, Activation = TransformerActivation.GELU, NormFirst = true, Causal = true)]
[LayerNorm(64)]
[Linear(65, Bias = false)]
[SoftmaxCrossEntropy]
public sealed partial class CharTransformer;
