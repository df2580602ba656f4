using System;
using System.Collections.Generic;
using NetCompiler.Network.Tests.Fixtures;
using Xunit;

namespace NetCompiler.Network.Tests.Measures;

/// <summary>
/// Comparisons with PyTorch. Both sides compute in float32 and add in another order, so an error is measured against the largest
/// magnitude of the whole tensor: an element that is small because large terms cancel in it carries the rounding of those.
/// </summary>
internal static class Close
{
    /// <summary>
    /// One pass: some 60 terms a sum, each rounded to 6e-8, through three layers and back, measured against the largest element. Rounding that
    /// adds up without cancelling stays below it; a wrong term does not.
    /// </summary>
    public const double OnePass = 1e-5;

    /// <summary>
    /// Ten steps: each loss carries the rounding of the nine gradients before it, which momentum 0.9 and the curvature weigh up to
    /// about tenfold. Half of that, as the errors of the steps are not all of one sign.
    /// </summary>
    public const double TenSteps = 5e-5;

    public static void Tensor(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} elements expected, {actual.Length} found.");
        double largest = 0;
        foreach (float value in expected)
        {
            largest = Math.Max(largest, Math.Abs((double)value));
        }

        Assert.True(largest > 0 && double.IsFinite(largest), $"{what}: the expected tensor's largest magnitude is {largest}, against which no error can be measured.");
        double worst = -1;
        int at = -1;
        for (int index = 0; index < expected.Length; index++)
        {
            double error = Math.Abs((double)expected[index] - actual[index]);
            if (double.IsNaN(error) || error > worst)
            {
                (worst, at) = (error, index);
                if (double.IsNaN(error))
                {
                    break;
                }
            }
        }

        Assert.True(worst <= tolerance * largest, $"{what}[{at}]: expected {expected[at]:R}, found {actual[at]:R}; the error is {worst / largest:E2} of the largest magnitude {largest:G4}, {tolerance:E1} is allowed.");
    }

    public static void Scalar(string what, float expected, float actual, double tolerance) => Tensor(what, [expected], [actual], tolerance);

    /// <summary>Compares a buffer in the layout of the parameters, tensor by tensor, through <see cref="ParameterDescription.IndexOf"/>.</summary>
    public static void Named(string what, IReadOnlyDictionary<string, FixtureDerivative> expected, IReadOnlyList<ParameterDescription> parameters, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Count, parameters.Count);
        foreach (ParameterDescription parameter in parameters)
        {
            Assert.True(expected.TryGetValue(parameter.Name, out FixtureDerivative? tensor), $"{what}: PyTorch has no parameter '{parameter.Name}'; it has {string.Join(", ", expected.Keys)}.");
            Assert.Equal(tensor.Shape, parameter.Shape);
            Tensor($"{what} of {parameter.Name}", tensor.Values, tensor.Of(Logical(parameter, actual)), tolerance);
        }
    }

    /// <summary>Demands the same bits, NaN included.</summary>
    public static void Bits(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} elements expected, {actual.Length} found.");
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[index]) == BitConverter.SingleToInt32Bits(actual[index]),
                $"{what}[{index}]: expected {expected[index]:R}, found {actual[index]:R}; the bits must be the same.");
        }
    }

    /// <summary>Demands the same bits of every parameter in two buffers of one layout; padding may differ.</summary>
    public static void NamedBits(string what, IReadOnlyList<ParameterDescription> parameters, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        foreach (ParameterDescription parameter in parameters)
        {
            Bits($"{what} of {parameter.Name}", Logical(parameter, expected), Logical(parameter, actual));
        }
    }

    /// <summary>A parameter's elements in a buffer of its layout, row-major.</summary>
    public static float[] Logical(ParameterDescription parameter, ReadOnlySpan<float> buffer)
    {
        float[] values = new float[parameter.Length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = buffer[parameter.IndexOf(index)];
        }

        return values;
    }
}
