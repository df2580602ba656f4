using System.Collections.Generic;

namespace NetCompiler.Generator;

/// <summary>The names of the pipeline's steps, by which tests ask whether a step was cached.</summary>
internal static class TrackingNames
{
    /// <summary>Classes with <c>[Network]</c>, read.</summary>
    public const string Networks = "Networks";

    /// <summary>Classes with <c>[Block]</c>, checked.</summary>
    public const string Blocks = "Blocks";

    /// <summary>Networks, compiled.</summary>
    public const string Compiled = "Compiled";

    /// <summary>The files of all networks.</summary>
    public const string Files = "Files";

    /// <summary>Hint names that differ in nothing but case.</summary>
    public const string HintNameClashes = "HintNameClashes";

    /// <summary>The files, under the names that they are added by.</summary>
    public const string Outputs = "Outputs";

    /// <summary>What is wrong with networks.</summary>
    public const string NetworkProblems = "NetworkProblems";

    /// <summary>What is wrong with blocks.</summary>
    public const string BlockProblems = "BlockProblems";

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Networks,
        Blocks,
        Compiled,
        Files,
        HintNameClashes,
        Outputs,
        NetworkProblems,
        BlockProblems,
    ];
}
