using System;
using System.Runtime.Intrinsics;
using NetCompiler;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>A sink that keeps every gradient and counts how often each element was put. Copies share their buffers.</summary>
internal readonly struct GradientRecorder(int length) : IGradientSink
{
    /// <summary>The gradient: NaN where nothing was put yet.</summary>
    public float[] Gradient { get; } = Filled(length);

    /// <summary>How often each element was put.</summary>
    public int[] Puts { get; } = new int[length];

    public void Put(nuint at, Vector512<float> gradient)
    {
        Count(at, Vector512<float>.Count);
        gradient.CopyTo(Gradient, (int)at);
    }

    public void Put(nuint at, Vector256<float> gradient)
    {
        Count(at, Vector256<float>.Count);
        gradient.CopyTo(Gradient, (int)at);
    }

    public void Put(nuint at, Vector128<float> gradient)
    {
        Count(at, Vector128<float>.Count);
        gradient.CopyTo(Gradient, (int)at);
    }

    public void Put(nuint at, Vector512<double> gradient) => throw new InvalidOperationException("A float network put a gradient of doubles.");

    public void Put(nuint at, Vector256<double> gradient) => throw new InvalidOperationException("A float network put a gradient of doubles.");

    public void Put(nuint at, Vector128<double> gradient) => throw new InvalidOperationException("A float network put a gradient of doubles.");

    private static float[] Filled(int length)
    {
        var result = new float[length];
        Array.Fill(result, float.NaN);
        return result;
    }

    private void Count(nuint at, int lanes)
    {
        if (at % (nuint)lanes != 0)
        {
            throw new InvalidOperationException($"A gradient of {lanes} lanes was put at {at}, which is no multiple of them.");
        }

        for (int i = 0; i < lanes; i++)
        {
            Puts[(int)at + i]++;
        }
    }
}
