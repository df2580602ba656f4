namespace NetCompiler;

/// <summary>What an <see cref="RNNAttribute"/> applies to its sums.</summary>
public enum Nonlinearity
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    ReLU,
}
