using System;
using System.Runtime.Intrinsics;
using NetCompiler;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>A sink that keeps every gradient, of either type, and counts how often each element was put. Copies share their buffers.</summary>
internal readonly struct GradientRecorder(int length) : IGradientSink
{
    /// <summary>The gradient: NaN where nothing was put yet.</summary>
    public double[] Gradient { get; } = Filled(length);

    /// <summary>How often each element was put.</summary>
    public int[] Puts { get; } = new int[length];

    public void Put(nuint at, Vector512<float> gradient) => Keep(at, [.. Floats(gradient.GetLower()), .. Floats(gradient.GetUpper())]);

    public void Put(nuint at, Vector256<float> gradient) => Keep(at, Floats(gradient));

    public void Put(nuint at, Vector128<float> gradient) => Keep(at, [gradient[0], gradient[1], gradient[2], gradient[3]]);

    public void Put(nuint at, Vector512<double> gradient) => Keep(at, [.. Doubles(gradient.GetLower()), .. Doubles(gradient.GetUpper())]);

    public void Put(nuint at, Vector256<double> gradient) => Keep(at, Doubles(gradient));

    public void Put(nuint at, Vector128<double> gradient) => Keep(at, [gradient[0], gradient[1]]);

    private static double[] Floats(Vector256<float> vector)
    {
        var floats = new float[Vector256<float>.Count];
        vector.CopyTo(floats);
        return Array.ConvertAll(floats, number => (double)number);
    }

    private static double[] Doubles(Vector256<double> vector)
    {
        var doubles = new double[Vector256<double>.Count];
        vector.CopyTo(doubles);
        return doubles;
    }

    private static double[] Filled(int length)
    {
        var result = new double[length];
        Array.Fill(result, double.NaN);
        return result;
    }

    private void Keep(nuint at, double[] numbers)
    {
        if (at % (nuint)numbers.Length != 0)
        {
            throw new InvalidOperationException($"A gradient of {numbers.Length} lanes was put at {at}, which is no multiple of them.");
        }

        numbers.CopyTo(Gradient, (int)at);
        for (int i = 0; i < numbers.Length; i++)
        {
            Puts[(int)at + i]++;
        }
    }
}
