using System.Threading;
using NetCompiler.Core;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>Cores that tests of the pipeline put in place of the compiler.</summary>
internal static class FakeCore
{
    /// <summary>Neither files nor errors.</summary>
    public static CompileResult Empty { get; } = new(EquatableArray<SourceFile>.Empty, EquatableArray<CompileError>.Empty);

    /// <summary>One file with a partial class of comments: the lines, as they were read.</summary>
    public static CompileResult Echo(NetworkDeclaration declaration, CancellationToken cancellation)
    {
        string text = "";
        foreach (LineDeclaration line in declaration.Lines)
        {
            text += $"// {line.Kind} {line.Arguments} {line.TypeArgument}\n";
        }

        foreach (BlockDeclaration block in declaration.Blocks)
        {
            text += $"// {block}\n";
        }

        return Empty with { Files = EquatableArray.Of(new SourceFile(declaration.Type.MetadataName + ".g.cs", text)) };
    }
}
