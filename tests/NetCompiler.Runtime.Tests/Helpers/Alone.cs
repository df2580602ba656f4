using Xunit;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Tests that measure the whole process and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
