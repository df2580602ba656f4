using System;
using System.Collections.Generic;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Building;

/// <summary>A mistake in the declaration, found while it is lowered. Ends the build; becomes a <see cref="CompileError"/>.</summary>
internal sealed class DeclarationException(string code, string message, IReadOnlyList<AttributeLocation> additional) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyList<AttributeLocation> Additional { get; } = additional;
}
