using System;

namespace NetCompiler.Samples.Digits;

/// <summary>
/// What the networks of this sample have in common beside the library's contract. The compiler writes these members into every network;
/// naming them in an interface lets one program run any of the classes.
/// </summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface IClassifier<TSelf> : ITrainableNetwork<TSelf>
    where TSelf : class, IClassifier<TSelf>
{
    /// <summary>Computes the logits of one image.</summary>
    /// <param name="input">784 pixels between 0 and 1.</param>
    /// <param name="output">Receives 10 logits.</param>
    void Forward(ReadOnlySpan<float> input, Span<float> output);
}
