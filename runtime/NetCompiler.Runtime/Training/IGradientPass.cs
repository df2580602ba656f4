namespace NetCompiler.Training;

/// <summary>Work that puts gradients into whatever sink it is given: some or all phases of a training step.</summary>
internal interface IGradientPass
{
    /// <summary>Does the work.</summary>
    /// <param name="arguments">The call; receives loss and objective in the last phase.</param>
    /// <param name="sink">Takes the gradient.</param>
    void Run<TSink>(scoped ref StepArguments arguments, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct;
}

/// <summary>All phases of a step of one chunk, by one worker.</summary>
/// <param name="Phases">How many.</param>
internal readonly record struct WholeStep<TNetwork>(int Phases) : IGradientPass
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    /// <inheritdoc/>
    public void Run<TSink>(scoped ref StepArguments arguments, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        for (int phase = 0; phase < Phases; phase++)
        {
            TNetwork.Train(ref arguments, phase, ref sink);
        }
    }
}

/// <summary>One worker's part of one phase.</summary>
/// <param name="Phase">Which.</param>
internal readonly record struct StepPhase<TNetwork>(int Phase) : IGradientPass
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    /// <inheritdoc/>
    public void Run<TSink>(scoped ref StepArguments arguments, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct => TNetwork.Train(ref arguments, Phase, ref sink);
}
