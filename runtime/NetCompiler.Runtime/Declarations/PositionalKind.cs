namespace NetCompiler;

/// <summary>What <see cref="PositionalEmbeddingAttribute"/> adds.</summary>
public enum PositionalKind
{
    /// <summary>A trainable vector for each place.</summary>
    Learned,

    /// <summary>Sines and cosines of the place, at wavelengths from 2π on.</summary>
    Sinusoidal,
}
