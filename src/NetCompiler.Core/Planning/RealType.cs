namespace NetCompiler.Core.Planning;

/// <summary>The type of a network's real numbers: of its parameters, state, workspace, inputs, outputs and gradients.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Bits">How wide it is.</param>
internal sealed record RealType(string Name, int Bits)
{
    public static RealType Single { get; } = new("float", 32);

    public static RealType Double { get; } = new("double", 64);

    public bool IsDouble => Bits == 64;

    public int Bytes => Bits / 8;

    /// <summary>How many numbers take the memory of so many floats: what caches hold is counted in floats.</summary>
    public long InPlaceOf(long floats) => floats * 4 / Bytes;

    /// <summary>Its name in C#.</summary>
    public override string ToString() => Name;
}

/// <summary>A vector width of a machine.</summary>
/// <param name="Lanes">How many numbers a vector holds.</param>
/// <param name="Bits">How wide it is.</param>
internal readonly record struct VectorSize(int Lanes, int Bits)
{
    /// <summary>Lanes of the narrowest vectors, of 128 bits.</summary>
    public int FewestLanes => Lanes * 128 / Bits;
}
