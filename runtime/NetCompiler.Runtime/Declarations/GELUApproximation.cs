namespace NetCompiler;

/// <summary>How <see cref="GELUAttribute"/> computes the normal distribution.</summary>
public enum GELUApproximation
{
    /// <summary>By the error function.</summary>
    None,

    /// <summary>(1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.</summary>
    Tanh,
}
