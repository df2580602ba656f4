namespace NetCompiler.Training;

/// <summary>Where a training stands when a step begins.</summary>
/// <param name="Step">Steps that were taken.</param>
/// <param name="Epoch">Epochs that were completed.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Epochs">Epochs of the whole training.</param>
internal readonly record struct ScheduleTime(long Step, long Epoch, long Steps, long Epochs)
{
    /// <summary>How many units were completed.</summary>
    public long In(ScheduleUnit unit) => unit == ScheduleUnit.Step ? Step : Epoch;

    /// <summary>How many units the whole training has.</summary>
    public long All(ScheduleUnit unit) => unit == ScheduleUnit.Step ? Steps : Epochs;
}
