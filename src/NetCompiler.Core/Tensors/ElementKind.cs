namespace NetCompiler.Core.Tensors;

/// <summary>What the elements of a value are.</summary>
internal enum ElementKind
{
    /// <summary>A real number, in the network's precision.</summary>
    Real,

    /// <summary>A 32-bit integer: a class index or a token. Only sources are integers.</summary>
    Integer,
}
