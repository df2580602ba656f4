using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Models;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>The pipeline's end for problems: finds their real places in the compilation of this moment and reports them.</summary>
internal static class ProblemOutput
{
    /// <summary>Reports the problems of one class.</summary>
    public static void Report(SourceProductionContext context, (EquatableArray<Problem> Problems, Compilation Compilation) input)
    {
        foreach (Problem problem in input.Problems)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.ReportDiagnostic(ToDiagnostic(problem, new LocationFinder(input.Compilation, context.CancellationToken)));
        }
    }

    /// <summary>A problem as the C# compiler knows it.</summary>
    public static Diagnostic ToDiagnostic(Problem problem, LocationFinder finder)
    {
        List<Location> additional = problem.Additional.Select(finder.Find).OfType<Location>().ToList();

        // A place in a referenced assembly has no text here; the next best is one of the further places.
        Location location = finder.Find(problem.Location) ?? additional.FirstOrDefault() ?? Location.None;
        DiagnosticDescriptor? descriptor = DiagnosticDescriptors.Find(problem.Id);
        if (descriptor is not null)
        {
            ImmutableDictionary<string, string?> properties = CorrectionProperties.Of(problem.Corrections, location, additional, finder);
            return Diagnostic.Create(descriptor, location, additional, properties, problem.Arguments.ToArray<object>());
        }

        // A code of the core's without a descriptor is our own mistake, but the user must still see the message.
        return Diagnostic.Create(
            DiagnosticDescriptors.InternalError,
            location,
            additional,
            problem.Location.Owner,
            problem.Id,
            string.Join(", ", problem.Arguments));
    }
}
