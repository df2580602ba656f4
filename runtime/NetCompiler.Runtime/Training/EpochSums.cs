using System;
using System.Diagnostics;

namespace NetCompiler.Training;

/// <summary>Adds up the steps of an epoch.</summary>
internal struct EpochSums()
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _loss;
    private double _objective;
    private long _correct;
    private long _predictions;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Mean loss so far.</summary>
    public readonly double Loss => _loss / Samples;

    /// <summary>Mean objective so far.</summary>
    public readonly double Objective => _objective / Samples;

    /// <summary>Share of right predictions so far; null where the network does not classify.</summary>
    public readonly float? Accuracy => _predictions == 0 ? null : (float)((double)_correct / _predictions);

    /// <summary>Time since the epoch began.</summary>
    public readonly TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Adds a step of some samples.</summary>
    /// <param name="loss">Its mean loss.</param>
    /// <param name="objective">Its mean objective.</param>
    /// <param name="correct">Right predictions.</param>
    /// <param name="predictions">All predictions; 0 where the network does not classify.</param>
    /// <param name="samples">Its samples.</param>
    public void Add(double loss, double objective, long correct, long predictions, int samples)
    {
        _loss += loss * samples;
        _objective += objective * samples;
        _correct += correct;
        _predictions += predictions;
        Samples += samples;
    }
}
