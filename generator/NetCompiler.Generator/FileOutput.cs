using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Core;

namespace NetCompiler.Generator;

/// <summary>The pipeline's end for text.</summary>
internal static class FileOutput
{
    /// <summary>Adds a file to the user's compilation.</summary>
    public static void Add(SourceProductionContext context, SourceFile file) =>
        context.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
}
