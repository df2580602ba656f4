namespace NetCompiler.Training;

/// <summary>What weight decay falls on in <see cref="AdamUpdater{TDecay}"/>: known when the update is compiled, so that no decay costs no time.</summary>
internal interface IAdamDecay
{
    /// <summary>Whether a share of the parameter is added to its gradient.</summary>
    static abstract bool OfGradient { get; }

    /// <summary>Whether the parameter itself shrinks.</summary>
    static abstract bool OfParameter { get; }
}

/// <summary>No decay.</summary>
internal readonly struct NoDecay : IAdamDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => false;

    /// <inheritdoc/>
    public static bool OfParameter => false;
}

/// <summary>Decay as that of <see cref="Adam"/>.</summary>
internal readonly struct GradientDecay : IAdamDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => true;

    /// <inheritdoc/>
    public static bool OfParameter => false;
}

/// <summary>Decay as that of <see cref="AdamW"/>.</summary>
internal readonly struct ParameterDecay : IAdamDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => false;

    /// <inheritdoc/>
    public static bool OfParameter => true;
}
