using System;
using System.Collections.Generic;
using NetCompiler.Training;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Keeps every report of a training, and lets a test act on them.</summary>
internal sealed class Reports(Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> All { get; } = [];

    public void Report(TrainingProgress value)
    {
        All.Add(value);
        then?.Invoke(value);
    }
}
