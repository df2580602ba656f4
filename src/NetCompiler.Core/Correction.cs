using NetCompiler.Core.Declarations;

namespace NetCompiler.Core;

/// <summary>A change of an attribute that would mend what a diagnostic reports: an editor offers it.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Argument">The argument that is set or removed, as its parameter or property is called; of <see cref="CorrectionKind.ReplaceText"/> the text that is there.</param>
/// <param name="Text">C# to write: an argument's expression, the attribute that is put in; of <see cref="CorrectionKind.ReplaceText"/> the other text.</param>
/// <param name="Place">The attribute that is changed.</param>
internal sealed record Correction(CorrectionKind Kind, string Argument, string Text, AttributeLocation Place);
