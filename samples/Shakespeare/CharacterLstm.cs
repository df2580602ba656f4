using NetCompiler;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997) over embedded characters: a little wider than what the GRU does with as many products.</summary>
[Network(Batch = 32, Streaming = true)]
[Input(Steps = 128, Element = ElementType.Int32, Vocabulary = Alphabet.Count, Lengths = false)]
[Embedding(Alphabet.Count, 64), Dropout(0.1)]
[LSTM(320), Dropout(0.25)]
[Linear(Alphabet.Count)]
[SoftmaxCrossEntropy]
public sealed partial class CharacterLstm : ICharacterModel<CharacterLstm>;
