using System;

namespace NetCompiler.Samples.Digits;

/// <summary>What a network makes of an image.</summary>
/// <param name="Class">The class of the greatest logit.</param>
/// <param name="Probability">Its share after the softmax.</param>
internal sealed record Prediction(int Class, float Probability)
{
    /// <summary>Reads logits.</summary>
    public static Prediction Of(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        // softmax(x)[best] = 1 / sum exp(x - x[best]): no exponent is positive, so none overflows.
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - logits[best]);
        }

        return new Prediction(best, (float)(1 / sum));
    }
}
