using NetCompiler.Core.Common;

namespace NetCompiler.Generator;

/// <summary>What the generator knows of the runtime library and the framework by name.</summary>
internal static class KnownNames
{
    /// <summary>The namespace of the attributes.</summary>
    public const string Namespace = "NetCompiler";

    /// <summary>Marks a network.</summary>
    public const string NetworkAttribute = "NetCompiler.NetworkAttribute";

    /// <summary>Marks a block.</summary>
    public const string BlockAttribute = "NetCompiler.BlockAttribute";

    /// <summary>The base of every line's attribute.</summary>
    public const string LayerAttribute = "NetCompiler.LayerAttribute";

    /// <summary>Holds the constants that stand for a block's arguments.</summary>
    public const string Arg = "NetCompiler.Arg";

    /// <summary>Kind of the line that declares an input.</summary>
    public const string InputKind = "Input";

    /// <summary>Kind of the line that names a function of the user's.</summary>
    public const string MapKind = "Map";

    /// <summary>The parameter of <see cref="MapKind"/> that holds the function's name.</summary>
    public const string MapFunction = "function";

    /// <summary>Holds <see cref="ContractVersionField"/>.</summary>
    public const string NetworkDescription = "NetCompiler.NetworkDescription";

    /// <summary>The constant that says which contract the runtime library follows.</summary>
    public const string ContractVersionField = "CurrentContractVersion";

    /// <summary>The contract that this generator writes for.</summary>
    public const int ContractVersion = 1;

    /// <summary>The framework type whose newest needed member tells whether the framework is recent enough.</summary>
    public const string Vector512 = "System.Runtime.Intrinsics.Vector512";

    /// <summary>The newest member that emitted code needs: .NET 9.</summary>
    public const string NewestMember = "MultiplyAddEstimate";

    /// <summary>The framework's classes that emitted code names without their namespaces.</summary>
    public static readonly EquatableArray<string> ShortNames = EquatableArray.Of(
        "MethodImplAttribute", "MethodImplOptions", "Unsafe", "Vector128", "Vector256", "Vector512");
}
