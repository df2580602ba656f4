namespace NetCompiler;

/// <summary>What the elements of a tensor that enters or leaves a network are.</summary>
public enum ElementType
{
    /// <summary><see cref="float"/>.</summary>
    Float32,

    /// <summary><see cref="double"/>.</summary>
    Float64,

    /// <summary><see cref="int"/>: class indices and tokens.</summary>
    Int32,

    /// <summary><see cref="byte"/>: raw pixels.</summary>
    UInt8,

    /// <summary><see cref="long"/>: counts among the state of a network.</summary>
    Int64,
}
