using System;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>Draws the next character from a network's scores. The same seed draws the same from the same scores.</summary>
/// <param name="temperature">
/// Scores are divided by it before the softmax: below 1 likely characters become more likely, above 1 less; 0 always takes the most likely.
/// </param>
/// <param name="topK">Only that many of the most likely characters are drawn from; 0 for all.</param>
/// <param name="seed">Of the random numbers.</param>
internal sealed class Sampler(double temperature, int topK, int seed)
{
    private readonly Random _random = new(seed);
    private float[] _sorted = [];
    private double[] _weights = [];

    /// <summary>Draws a token.</summary>
    /// <param name="scores">A score for each token, logarithms of probabilities but for a constant.</param>
    public int Draw(ReadOnlySpan<float> scores)
    {
        if (_sorted.Length != scores.Length)
        {
            (_sorted, _weights) = (new float[scores.Length], new double[scores.Length]);
        }

        scores.CopyTo(_sorted);
        Array.Sort(_sorted);
        float best = _sorted[^1];
        if (temperature == 0)
        {
            return scores.IndexOf(best);
        }

        // Of equal scores at the edge, the first are kept.
        int kept = topK == 0 ? scores.Length : Math.Min(topK, scores.Length);
        float least = _sorted[^kept];
        int edge = _sorted.AsSpan(_sorted.Length - kept).LastIndexOf(least) + 1;
        double sum = 0;
        for (int token = 0; token < scores.Length; token++)
        {
            // No exponent is positive, so none overflows.
            bool keeps = scores[token] > least || (scores[token] == least && edge-- > 0);
            _weights[token] = keeps ? Math.Exp((scores[token] - best) / temperature) : 0;
            sum += _weights[token];
        }

        double drawn = _random.NextDouble() * sum;
        int last = 0;
        for (int token = 0; token < scores.Length; token++)
        {
            if (_weights[token] > 0)
            {
                last = token;
                drawn -= _weights[token];
                if (drawn < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
