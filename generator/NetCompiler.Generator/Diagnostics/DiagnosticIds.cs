namespace NetCompiler.Generator.Diagnostics;

/// <summary>The diagnostics of the shell; those of the core are in <see cref="NetCompiler.Core.ErrorCodes"/>. Each has a page under docs/diagnostics.</summary>
internal static class DiagnosticIds
{
    /// <summary>A network's class that is not partial.</summary>
    public const string NotPartial = "NC0001";

    /// <summary>A type around a network that is not partial.</summary>
    public const string ContainerNotPartial = "NC0002";

    /// <summary>A generic network or block, or one inside of a generic type.</summary>
    public const string Generic = "NC0003";

    /// <summary>Attributes of one network or block on two declarations of its class.</summary>
    public const string TwoDeclarations = "NC0004";

    /// <summary>Both <c>[Network]</c> and <c>[Block]</c> on a class.</summary>
    public const string NetworkAndBlock = "NC0005";

    /// <summary>Layers on a class that is neither network nor block.</summary>
    public const string OrphanLayer = "NC0006";

    /// <summary>A target framework that lacks what emitted code needs.</summary>
    public const string UnsupportedFramework = "NC0007";

    /// <summary>A C# version below 13.</summary>
    public const string UnsupportedLanguage = "NC0008";

    /// <summary>A runtime library and a generator of different contracts.</summary>
    public const string ContractMismatch = "NC0009";

    /// <summary>A static or abstract network.</summary>
    public const string StaticOrAbstract = "NC0010";

    /// <summary>A class that the emitted constructors cannot construct.</summary>
    public const string Constructors = "NC0011";

    /// <summary>A file-local network.</summary>
    public const string FileLocal = "NC0012";

    /// <summary>A <c>Use</c> of a class that is no block.</summary>
    public const string NotABlock = "NC0013";

    /// <summary>A calculation with a constant of <c>Arg</c>.</summary>
    public const string ArgArithmetic = "NC0014";

    /// <summary>An exception in the compiler.</summary>
    public const string InternalError = "NC0099";
}
