using System;

namespace NetCompiler;

/// <summary>
/// The inverse of the standard normal distribution function, by Wichura's AS 241 (1988, "The percentage points of the normal distribution"), relative error about 1e-16. Only additions, products,
/// quotients and square roots, which IEEE 754 rounds alike everywhere: the same bits on every machine.
/// </summary>
internal static class NormalQuantile
{
    private const double HalfCentral = 0.425;
    private const double Ln2 = 0.693147180559945309417;

    private static readonly double[] s_centralNumerator =
    [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0,
    ];

    private static readonly double[] s_centralDenominator =
    [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0,
    ];

    private static readonly double[] s_tailNumerator =
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
    ];

    private static readonly double[] s_tailDenominator =
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1.0,
    ];

    private static readonly double[] s_farNumerator =
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0,
    ];

    private static readonly double[] s_farDenominator =
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0,
    ];

    /// <summary>A standard normal draw at a place of a stream.</summary>
    public static double Draw(ulong key, ulong counter)
    {
        // In the middle of steps of 2^-53: neither 0 nor 1.
        double u = CounterGenerator.Uniform(key, counter);
        return Of(u + (0.5 / (1UL << 53)));
    }

    /// <summary>The number below which a standard normal draw is with a probability above 0 and below 1.</summary>
    public static double Of(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= HalfCentral)
        {
            double square = (HalfCentral * HalfCentral) - (q * q);
            return q * Polynomial(s_centralNumerator, square) / Polynomial(s_centralDenominator, square);
        }

        double r = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        double value = r <= 5
            ? Polynomial(s_tailNumerator, r - 1.6) / Polynomial(s_tailDenominator, r - 1.6)
            : Polynomial(s_farNumerator, r - 5) / Polynomial(s_farDenominator, r - 5);
        return q < 0 ? -value : value;
    }

    // The natural logarithm of a normal number: m · 2^e with m from √½ to √2, and 2 artanh((m - 1) / (m + 1)).
    private static double Log(double x)
    {
        int exponent = Math.ILogB(x) + 1;
        double m = Math.ScaleB(x, -exponent);
        if (m < 0.70710678118654752)
        {
            m *= 2;
            exponent--;
        }

        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 0;
        for (int power = 25; power >= 1; power -= 2)
        {
            sum = (sum * square) + (1.0 / power);
        }

        return (exponent * Ln2) + (2 * s * sum);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double value = 0;
        foreach (double coefficient in coefficients)
        {
            value = (value * x) + coefficient;
        }

        return value;
    }
}
