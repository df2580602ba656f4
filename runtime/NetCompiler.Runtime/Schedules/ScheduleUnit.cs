namespace NetCompiler.Training;

/// <summary>What a schedule counts.</summary>
public enum ScheduleUnit
{
    /// <summary>Epochs: all steps of an epoch have one rate.</summary>
    Epoch,

    /// <summary>Steps of the optimizer.</summary>
    Step,
}
