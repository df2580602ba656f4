namespace NetCompiler.Training;

/// <summary>What weight decay falls on in an update rule: known when the rule is compiled, so that no decay costs no time.</summary>
internal interface IRuleDecay
{
    /// <summary>Whether a share of the parameter is added to its gradient.</summary>
    static abstract bool OfGradient { get; }

    /// <summary>Whether the parameter itself shrinks.</summary>
    static abstract bool OfParameter { get; }
}

/// <summary>No decay.</summary>
internal readonly struct NoDecay : IRuleDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => false;

    /// <inheritdoc/>
    public static bool OfParameter => false;
}

/// <summary>Decay as <see cref="WeightDecayForm.Coupled"/>.</summary>
internal readonly struct GradientDecay : IRuleDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => true;

    /// <inheritdoc/>
    public static bool OfParameter => false;
}

/// <summary>Decay as <see cref="WeightDecayForm.Decoupled"/> or <see cref="WeightDecayForm.Independent"/>.</summary>
internal readonly struct ParameterDecay : IRuleDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => false;

    /// <inheritdoc/>
    public static bool OfParameter => true;
}

/// <summary>Decay of any form, by the constants of the step: for rules that are rare enough to be compiled once.</summary>
internal readonly struct AnyDecay : IRuleDecay
{
    /// <inheritdoc/>
    public static bool OfGradient => true;

    /// <inheritdoc/>
    public static bool OfParameter => true;
}
