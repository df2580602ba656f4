using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;

namespace NetCompiler.Core.Advice;

/// <summary>
/// A name that nothing refers to, of a line of the network without parameters. Names of parameters are those of files, of inputs those of arguments, and in streams those of
/// what is carried.
/// </summary>
internal sealed class UnusedNameRule : IAdviceRule
{
    public IEnumerable<NetworkAdvice> Find(LineGraph graph) => graph.Lines
        .Where(line => !graph.Streams && line is { Name: not null, HasParameters: false, Scope.IsBlock: false, Result: not null }
            && LayerCatalog.Find(line.Line.Kind)?.Role == LayerRole.Layer
            && !line.Scope.IsUsed(line.Name))
        .Select(line => graph.Advise(
            AdviceCodes.UnusedName,
            line,
            $"no line refers to the name '{line.Name}', and the line has no parameters that would be called so. Remove the name, or the mistake that keeps it from being used.",
            [],
            new Suggestion(CorrectionKind.RemoveArgument, "Name", string.Empty)));
}
