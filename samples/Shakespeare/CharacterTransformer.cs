using System;
using NetCompiler;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>A decoder as in GPT (Radford et al. 2018): causal attention with rotary positions, normalised first.</summary>
[Network(Batch = 32)]
[Input(Steps = 128, Element = ElementType.Int32, Vocabulary = Alphabet.Count, Lengths = false)]
[Embedding(Alphabet.Count, 128), Dropout(0.1)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = TransformerActivation.GELU, Rotary = 10000)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = TransformerActivation.GELU, Rotary = 10000)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = TransformerActivation.GELU, Rotary = 10000)]
[LayerNorm(Axes = 1)]
[Linear(Alphabet.Count)]
[SoftmaxCrossEntropy]
public sealed partial class CharacterTransformer : ICharacterModel<CharacterTransformer>
{
    private readonly int[] _window = new int[InputLength];
    private readonly float[] _scores = new float[OutputLength];
    private int _count;

    /// <inheritdoc/>
    public void ResetState() => _count = 0;

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> input, Span<float> output)
    {
        // A full window moves by half: most characters then have at least that many before them.
        if (_count == _window.Length)
        {
            _count = _window.Length / 2;
            _window.AsSpan(_window.Length - _count).CopyTo(_window);
        }

        _window[_count] = input[0];
        Forward(_window, _scores);
        _scores.AsSpan(_count * Alphabet.Count, Alphabet.Count).CopyTo(output);
        _count++;
    }
}
