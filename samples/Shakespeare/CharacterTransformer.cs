using NetCompiler;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>
/// A decoder as in GPT (Radford et al. 2018): causal attention with rotary positions (Su et al. 2021), normalised first. As a stream it keeps the keys and values of the last 128
/// characters.
/// </summary>
[Network(Batch = 32, Streaming = true)]
[Input(Steps = 128, Element = ElementType.Int32, Vocabulary = Alphabet.Count, Lengths = false)]
[Embedding(Alphabet.Count, 128), Dropout(0.1)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = TransformerActivation.GELU, Rotary = 10000)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = TransformerActivation.GELU, Rotary = 10000)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = TransformerActivation.GELU, Rotary = 10000)]
[LayerNorm(Axes = 1)]
[Linear(Alphabet.Count)]
[SoftmaxCrossEntropy]
public sealed partial class CharacterTransformer : ICharacterModel<CharacterTransformer>;
