using System;
using System.Diagnostics;

namespace NetCompiler.Training;

/// <summary>Adds up the steps of an epoch.</summary>
/// <param name="predictions">Predictions in one sample; 0 where the network does not classify.</param>
internal struct EpochSums(int predictions)
{
    private readonly int _predictions = predictions;
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _loss;
    private double _objective;
    private long _correct;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Mean loss so far.</summary>
    public readonly float Loss => (float)(_loss / Samples);

    /// <summary>Mean objective so far.</summary>
    public readonly float Objective => (float)(_objective / Samples);

    /// <summary>Share of right predictions so far; null where the network does not classify.</summary>
    public readonly float? Accuracy => _predictions == 0 ? null : (float)((double)_correct / (Samples * _predictions));

    /// <summary>Time since the epoch began.</summary>
    public readonly TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Adds a step of some samples.</summary>
    public void Add(float loss, float objective, int correct, int samples)
    {
        _loss += (double)loss * samples;
        _objective += (double)objective * samples;
        _correct += correct;
        Samples += samples;
    }
}
