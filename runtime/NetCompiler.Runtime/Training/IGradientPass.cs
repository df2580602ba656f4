namespace NetCompiler.Training;

/// <summary>Work that puts gradients into whatever sink it is given: some or all phases of a training step.</summary>
internal interface IGradientPass
{
    /// <summary>Does the work.</summary>
    void Run<TSink>(scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct;
}

/// <summary>All phases of a step of one chunk, by one worker.</summary>
internal ref struct WholeStep<TNetwork>(int phases, StepArguments arguments) : IGradientPass
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private readonly int _phases = phases;

    /// <summary>The call; receives loss and objective.</summary>
    public StepArguments Arguments = arguments;

    /// <inheritdoc/>
    public void Run<TSink>(scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        for (int phase = 0; phase < _phases; phase++)
        {
            TNetwork.Train(ref Arguments, phase, ref sink);
        }
    }
}

/// <summary>One worker's part of one phase.</summary>
internal ref struct StepPhase<TNetwork>(int phase, StepArguments arguments) : IGradientPass
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private readonly int _phase = phase;

    /// <summary>The call; receives loss and objective in the last phase.</summary>
    public StepArguments Arguments = arguments;

    /// <inheritdoc/>
    public void Run<TSink>(scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct => TNetwork.Train(ref Arguments, _phase, ref sink);
}
