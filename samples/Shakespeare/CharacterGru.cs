using NetCompiler;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>The default: gated recurrent units (Cho et al. 2014) over embedded characters.</summary>
[Network(Batch = 32, Streaming = true)]
[Input(Steps = 128, Element = ElementType.Int32, Vocabulary = Alphabet.Count, Lengths = false)]
[Embedding(Alphabet.Count, 64), Dropout(0.1)]
[GRU(384), Dropout(0.25)]
[Linear(Alphabet.Count)]
[SoftmaxCrossEntropy]
public sealed partial class CharacterGru : ICharacterModel<CharacterGru>;
