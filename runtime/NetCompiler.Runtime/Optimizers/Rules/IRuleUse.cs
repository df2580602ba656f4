using System;

namespace NetCompiler.Training;

/// <summary>What is done with a rule once an optimizer has chosen it by its settings.</summary>
/// <typeparam name="T">The elements.</typeparam>
internal interface IRuleUse<T>
    where T : unmanaged
{
    /// <summary>Uses a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="arguments">The call of the pass that puts gradients into the rule, where there is one.</param>
    void Use<TRule>(TRule rule, scoped ref StepArguments arguments)
        where TRule : struct, IUpdateRule<T>, allows ref struct;
}

/// <summary>Applies a rule to stored gradients.</summary>
internal readonly ref struct FlatUse<T>(ReadOnlySpan<T> gradients) : IRuleUse<T>
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _gradients = gradients;

    /// <inheritdoc/>
    public void Use<TRule>(TRule rule, scoped ref StepArguments arguments)
        where TRule : struct, IUpdateRule<T>, allows ref struct => FlatPass.Run(_gradients, rule);
}

/// <summary>Lets a pass put its gradients straight into a rule.</summary>
internal readonly struct FusedUse<T, TPass>(TPass pass) : IRuleUse<T>
    where T : unmanaged
    where TPass : struct, IGradientPass
{
    /// <inheritdoc/>
    public void Use<TRule>(TRule rule, scoped ref StepArguments arguments)
        where TRule : struct, IUpdateRule<T>, allows ref struct
    {
        var sink = new RuleSink<T, TRule>(rule);
        pass.Run(ref arguments, ref sink);
    }
}
