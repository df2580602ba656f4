using NetCompiler.Core;
using NetCompiler.Core.Common;

namespace NetCompiler.Generator.Models;

/// <summary>What came of compiling a network: files, or problems.</summary>
/// <param name="Files">C# text.</param>
/// <param name="Problems">What stands in the way.</param>
internal sealed record CompiledNetwork(EquatableArray<SourceFile> Files, EquatableArray<Problem> Problems);
