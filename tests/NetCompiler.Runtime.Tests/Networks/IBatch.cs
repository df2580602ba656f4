namespace NetCompiler.Runtime.Tests.Networks;

/// <summary>The compiled batch of a test network, so that one text gives networks that cut a batch into chunks and networks that do not.</summary>
public interface IBatch
{
    /// <summary>The largest number of samples in one call.</summary>
    static abstract int Batch { get; }
}

public sealed class Batch4 : IBatch
{
    public static int Batch => 4;
}

public sealed class Batch64 : IBatch
{
    public static int Batch => 64;
}
