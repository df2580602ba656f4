using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Core.Advice;

/// <summary>A value that no line reads and that is no output: most often a [From] before which the value was to be named, or an [Add] that was forgotten.</summary>
internal sealed class UnusedValueRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph) => graph.Lines
        .Where(line => line.Results.Count > 0 && line.Results.All(result => graph.Maker(result) == line && graph.Readers(result).Count == 0 && !graph.IsOutput(result)))
        .Select(line => graph.Advise(
            AdviceCodes.UnusedValue,
            line,
            "nothing uses its value: no line reads it, no loss judges it, and it is no output. Use it, with [From], [Add], [Concat] or [Output] by its Name, or remove the line.",
            []));
}
