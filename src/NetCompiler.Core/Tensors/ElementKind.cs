namespace NetCompiler.Core.Tensors;

/// <summary>What the elements of a value are.</summary>
internal enum ElementKind
{
    /// <summary>A real number, in the network's precision.</summary>
    Real,

    /// <summary>A 32-bit integer: a class index, a token or a place in a window. It has no derivative.</summary>
    Integer,

    /// <summary>A byte of the caller's, 0 to 255: a pixel. Only <c>frombytes</c> reads it.</summary>
    Byte,

    /// <summary>A 64-bit integer: a count of steps. It has no derivative.</summary>
    Count,

    /// <summary>No elements: the results of a scan, which <c>item</c> fetches.</summary>
    Tuple,
}
