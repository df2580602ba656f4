using System;

namespace NetCompiler;

/// <summary>A normal distribution of which only values between two bounds are drawn, by the inverse of its distribution function, as <c>torch.nn.init.trunc_normal_</c> does.</summary>
internal sealed class TruncatedNormal
{
    // Halvings of an interval of probabilities: beyond the last bit of a double.
    private const int Halvings = 1100;

    private readonly double _mean;
    private readonly double _deviation;
    private readonly double _low;
    private readonly double _high;
    private readonly double _first;
    private readonly double _last;

    // Whether the distribution is drawn upside down: probabilities near 1 have fewer digits than those near 0.
    private readonly bool _isMirrored;

    /// <summary>Makes the distribution.</summary>
    /// <param name="mean">The mean before it is cut off.</param>
    /// <param name="deviation">The deviation before it is cut off; with 0 all values are the mean, or the bound next to it.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value, above the least one.</param>
    public TruncatedNormal(double mean, double deviation, double low, double high)
    {
        _isMirrored = low > mean;
        _mean = _isMirrored ? -mean : mean;
        _low = _isMirrored ? -high : low;
        _high = _isMirrored ? -low : high;
        _deviation = deviation;
        if (deviation > 0)
        {
            _first = Probability((_low - _mean) / deviation);
            _last = Probability((_high - _mean) / deviation);
        }
    }

    /// <summary>The value below which a share of all draws lies.</summary>
    /// <param name="share">From 0 to below 1.</param>
    public double At(double share)
    {
        double probability = _first + (share * (_last - _first));
        double value = _deviation == 0 ? _mean
            : _last == 0 ? _high // So far out that probabilities do not tell the bounds apart: the one next to the mean.
            : probability == 0 ? _low
            : _mean + (_deviation * NormalQuantile.Of(probability));
        value = Math.Clamp(value, _low, _high);
        return _isMirrored ? -value : value;
    }

    // The distribution function, by halving the interval in which its inverse is the number: the inverse has the same bits everywhere, and so has this.
    private static double Probability(double number)
    {
        double low = 0;
        double high = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (NormalQuantile.Of(middle) < number)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
