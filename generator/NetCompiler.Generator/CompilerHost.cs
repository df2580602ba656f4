using System;
using System.Linq;
using System.Threading;
using NetCompiler.Core;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Models;

namespace NetCompiler.Generator;

/// <summary>Calls the compiler's core.</summary>
internal sealed class CompilerHost(Func<NetworkDeclaration, CancellationToken, CompileResult> core)
{
    /// <summary>Compiles what was read; a class that cannot be read passes its problems on.</summary>
    public CompiledNetwork Compile(NetworkReading reading, CancellationToken cancellation)
    {
        if (reading.Declaration is null)
        {
            return new CompiledNetwork(EquatableArray<SourceFile>.Empty, reading.Problems);
        }

        try
        {
            CompileResult result = core(reading.Declaration, cancellation);
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
