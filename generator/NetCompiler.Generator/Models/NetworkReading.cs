using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Models;

/// <summary>What came of reading a class with <c>[Network]</c>.</summary>
/// <param name="Declaration">
/// What the class says; null if it cannot be a network, or if an attribute has an error that the C# compiler reports itself.
/// </param>
/// <param name="Problems">Why it cannot be a network; empty where there is a declaration.</param>
internal sealed record NetworkReading(NetworkDeclaration? Declaration, EquatableArray<Problem> Problems);
