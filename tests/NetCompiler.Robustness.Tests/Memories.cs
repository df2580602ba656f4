namespace NetCompiler.Robustness.Tests;

/// <summary>What tests look at behind a network.</summary>
internal static class Memories
{
    /// <summary>The description behind any network.</summary>
    public static NetworkDescription Memory<T>(this T _)
        where T : class, INetwork<T> => T.Description;
}
