namespace NetCompiler;

/// <summary>The activation within a layer of a transformer.</summary>
public enum TransformerActivation
{
    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x Φ(x), exact (<see cref="GELUAttribute"/>).</summary>
    GELU,
}
