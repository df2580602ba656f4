using System.Threading;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core;

/// <summary>A file of generated text.</summary>
/// <param name="HintName">Unique in the compilation: the class's metadata name and a suffix, ending in <c>.g.cs</c>.</param>
/// <param name="Text">C# with <c>\n</c> line ends.</param>
internal sealed record SourceFile(string HintName, string Text);

/// <summary>What became of a declaration: files, or the mistakes that stand in the way.</summary>
internal sealed record CompileResult(EquatableArray<SourceFile> Files, EquatableArray<CompileError> Errors);

/// <summary>The compiler's front door: a declaration in, C# text or errors out. Pure: equal declarations give equal text on every machine.</summary>
internal static class NetworkCompiler
{
    /// <summary>Compiles one network.</summary>
    /// <param name="declaration">What the class says.</param>
    /// <param name="cancellation">Checked between stages.</param>
    public static CompileResult Compile(NetworkDeclaration declaration, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return new CompileResult(EquatableArray<SourceFile>.Empty, EquatableArray<CompileError>.Empty);
    }
}
