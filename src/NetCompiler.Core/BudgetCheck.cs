using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Emission;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Planning;

namespace NetCompiler.Core;

/// <summary>Compares what a network costs with what its <c>[Budget]</c> allows.</summary>
internal static class BudgetCheck
{
    // How many of the largest parts a message lists.
    private const int Listed = 3;

    /// <summary>For each budget, everything of which there is more than it allows.</summary>
    public static IReadOnlyList<CompileError> Run(NetworkPlan plan) =>
        [.. plan.Declaration.Lines.Where(line => line.Kind == BudgetLayer.LayerKind).Select(line => Check(plan, line)).OfType<CompileError>()];

    private static CompileError? Check(NetworkPlan plan, LineDeclaration line)
    {
        var arguments = new LineArguments(line, "[" + BudgetLayer.LayerKind + "]", null);
        var problems = new List<string>();
        NetworkSummary summary = plan.Summary;
        if (arguments.Count(BudgetLayer.Parameters) is { } parameters && summary.Parameters > parameters)
        {
            problems.Add(Over("parameters", summary.Parameters, parameters, summary.Rows.Select(row => (row.Name, row.Parameters))));
        }

        FunctionPlan largest = plan.Functions.OrderByDescending(function => function.WorkspaceLength).First();
        long workspace = (long)largest.WorkspaceLength * plan.Real.Bytes;
        if (arguments.Count(BudgetLayer.WorkspaceBytes) is { } bytes && workspace > bytes)
        {
            problems.Add(Over($"bytes of workspace in {largest.Name} of {plan.Model.Batch.ToString(CultureInfo.InvariantCulture)} rows", workspace, bytes, Tensors(largest, plan.Real.Bytes)));
        }

        if (arguments.Count(BudgetLayer.MultiplyAdds) is { } multiplyAdds && summary.MultiplyAdds > multiplyAdds)
        {
            problems.Add(Over("multiply-adds of a sample", summary.MultiplyAdds, multiplyAdds, summary.Rows.Select(row => (row.Name, row.MultiplyAdds))));
        }

        return problems.Count == 0 ? null : new CompileError(
            ErrorCodes.OverBudget,
            $"'{plan.Declaration.Type.Name}' {string.Join("; it ", problems)}. Make these smaller, or the budget larger.",
            line.Location,
            EquatableArray<AttributeLocation>.Empty);
    }

    private static string Over(string what, long actual, long allowed, IEnumerable<(string Name, long Amount)> parts)
    {
        (string Name, long Amount)[] largest = parts.Where(part => part.Amount > 0).OrderByDescending(part => part.Amount).Take(Listed).ToArray();
        return FormattableString.Invariant($"has {actual:N0} {what}, and its budget allows {allowed:N0}; most take ")
            + string.Join(", ", largest.Select(part => FormattableString.Invariant($"{part.Name} ({part.Amount:N0})")));
    }

    // By the lines that they belong to. What comes after each other may lie in the same place, so that they add up to more than there is.
    private static IEnumerable<(string Name, long Amount)> Tensors(FunctionPlan function, int bytes) => function.Phases.SelectMany(phase => phase.Calls)
        .SelectMany(call => call.Written.Where(tensor => tensor.Root.Buffer == BufferKind.Workspace).Select(tensor => (call.Comment, tensor.Root)))
        .GroupBy(written => written.Root)
        .Select(group => (group.First().Comment, (long)group.Key.StoredLength * bytes));
}
