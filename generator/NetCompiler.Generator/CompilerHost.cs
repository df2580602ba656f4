using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Core;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Models;

namespace NetCompiler.Generator;

/// <summary>Calls the compiler's core.</summary>
internal static class CompilerHost
{
    /// <summary>Compiles what was read; a class that cannot be read passes its problems on.</summary>
    public static CompiledNetwork Compile(NetworkReading reading, CancellationToken cancellation) =>
        Compile(reading, NetworkCompiler.Compile, cancellation);

    /// <summary>The same with another core, for tests of what happens when it throws.</summary>
    internal static CompiledNetwork Compile(
        NetworkReading reading,
        Func<NetworkDeclaration, CancellationToken, CompileResult> compile,
        CancellationToken cancellation)
    {
        if (reading.Declaration is null)
        {
            return new CompiledNetwork(EquatableArray<SourceFile>.Empty, reading.Problems);
        }

        try
        {
            CompileResult result = compile(reading.Declaration, cancellation);
            return new CompiledNetwork(result.Files, result.Errors.Select(Problem.Of).ToEquatableArray());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A generator that throws is switched off by the compiler with a warning that names no class: say which class, and stay on.
            TypeDeclaration type = reading.Declaration.Type;
            var location = new AttributeLocation(type.MetadataName, -1);
            return new CompiledNetwork(
                EquatableArray<SourceFile>.Empty,
                EquatableArray.Of(Problem.At(location, DiagnosticIds.InternalError, type.Name, exception.GetType().Name, exception.Message)));
        }
    }
}
