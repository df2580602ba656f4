namespace NetCompiler.Training;

/// <summary>A choice in the text of an update rule that is known when the rule is compiled.</summary>
internal interface IRuleSwitch
{
    /// <summary>The choice.</summary>
    static abstract bool IsOn { get; }
}

/// <summary>The choice is made.</summary>
internal readonly struct On : IRuleSwitch
{
    /// <inheritdoc/>
    public static bool IsOn => true;
}

/// <summary>The choice is not made.</summary>
internal readonly struct Off : IRuleSwitch
{
    /// <inheritdoc/>
    public static bool IsOn => false;
}
