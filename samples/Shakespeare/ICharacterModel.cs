using System;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>
/// What the networks of this sample have in common beside the library's contract. The compiler writes these members into every network; naming them in an
/// interface lets one program run any of the classes.
/// </summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface ICharacterModel<TSelf> : ITrainableNetwork<TSelf>
    where TSelf : class, ICharacterModel<TSelf>
{
    /// <summary>Begins a new text.</summary>
    void ResetState();

    /// <summary>Reads the next character of the text.</summary>
    /// <param name="input">One token.</param>
    /// <param name="output">Receives a score for each character that may come next.</param>
    void Step(ReadOnlySpan<int> input, Span<float> output);
}
