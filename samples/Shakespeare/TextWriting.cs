using System;
using System.Threading;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>Lets a network write: it reads one character a step, what it has read before is in its state, and what it writes it reads next.</summary>
internal static class TextWriting
{
    /// <summary>Writes a text.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="prompt">What it reads first; at least one token.</param>
    /// <param name="length">How many characters it writes.</param>
    /// <param name="sampler">Draws each from the network's scores.</param>
    /// <param name="write">Receives them one by one.</param>
    /// <param name="cancellation">Ends the text between two characters.</param>
    /// <returns>How many were written.</returns>
    public static int Write<TNetwork>(TNetwork network, ReadOnlySpan<int> prompt, int length, Sampler sampler, Action<char> write, CancellationToken cancellation)
        where TNetwork : class, ICharacterModel<TNetwork>
    {
        Span<float> scores = stackalloc float[Alphabet.Count];
        network.ResetState();
        foreach (int token in prompt)
        {
            network.Step([token], scores);
        }

        int written = 0;
        while (written < length && !cancellation.IsCancellationRequested)
        {
            int token = sampler.Draw(scores);
            write(Alphabet.Decode(token));
            written++;
            network.Step([token], scores);
        }

        return written;
    }
}
