using System;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>
/// The nonlinear filter that the network is to learn, sample by sample: what is below 100 Hz is taken away, a stage with more gain for one half of the wave than for the
/// other clips, and a tone control takes away what is above 4 kHz.
/// </summary>
internal sealed class Amplifier
{
    private const double Gain = 12;
    private const double Bias = 0.25;
    private static readonly double s_highPass = Math.Exp(-2 * Math.PI * 100 / Guitar.SampleRate);
    private static readonly double s_lowPass = 1 - Math.Exp(-2 * Math.PI * 4000 / Guitar.SampleRate);
    private static readonly double s_rest = Math.Tanh(Bias);

    private double _input;
    private double _high;
    private double _low;

    /// <summary>Amplifies a signal.</summary>
    public static float[] Process(float[] signal)
    {
        var amplifier = new Amplifier();
        return Array.ConvertAll(signal, amplifier.Step);
    }

    /// <summary>Amplifies the next sample.</summary>
    public float Step(float sample)
    {
        _high = s_highPass * (_high + sample - _input);
        _input = sample;
        double clipped = Math.Tanh((Gain * _high) + Bias) - s_rest;
        _low += s_lowPass * (clipped - _low);
        return (float)(0.7 * _low);
    }
}
