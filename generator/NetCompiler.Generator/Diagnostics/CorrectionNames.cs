using System.Globalization;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>
/// The names under which a diagnostic's properties hold corrections. The assembly of code fixes, which reads them there, is linked against the editor's libraries; the compiler, which
/// loads the generator, does not have those, and so the two share nothing but this file and the names of diagnostics.
/// </summary>
internal static class CorrectionNames
{
    /// <summary>How many corrections there are.</summary>
    public const string Count = "NetCompiler.Corrections";

    /// <summary>What a correction does: a <c>CorrectionKind</c>.</summary>
    public const string Kind = "Kind";

    /// <summary>The argument that it sets or removes, or the text that it replaces.</summary>
    public const string Argument = "Argument";

    /// <summary>What it writes.</summary>
    public const string Text = "Text";

    /// <summary>The attribute that it changes: an index among the additional locations, or -1 for the diagnostic's own.</summary>
    public const string Place = "Place";

    /// <summary>The name of a property of the correction of this index.</summary>
    public static string Of(int index, string part) => Count + "." + index.ToString(CultureInfo.InvariantCulture) + "." + part;
}
