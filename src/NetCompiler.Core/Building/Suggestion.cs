namespace NetCompiler.Core.Building;

/// <summary>A correction in the words of the line that it changes, which may be one of a block; see <see cref="LayerContext.Resolve"/>.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Argument">The argument that is set, or the text that is replaced.</param>
/// <param name="Text">What to write.</param>
/// <param name="Line">The line that is changed; null for the one that is being lowered.</param>
internal sealed record Suggestion(CorrectionKind Kind, string Argument, string Text, LayerContext? Line = null);
