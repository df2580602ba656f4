using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning;

/// <summary>Calls that are done for a few rows after the other, so that what one writes is in a near cache when the next reads it.</summary>
/// <param name="Rows">How many rows at a time: a power of two.</param>
internal sealed record Strip(int Rows);

/// <summary>
/// Lets neighbouring calls that workers divide by rows go through their rows in strips. A row is computed by the same instructions in a strip of any size, since
/// strips are whole tiles of rows.
/// </summary>
internal static class StripPlanner
{
    // Bytes that two calls in succession may touch in a strip: half of a usual second-level cache.
    private const long Near = 512 << 10;

    // Bytes that a call may touch for no rows in particular, such as weights, which each strip reads again.
    private const long Shared = 160 << 10;

    // The most bytes that two calls touch in the smallest strip that their tiles allow.
    private const long Far = 4 * Near;

    // Rows of the tiles of products behind which single rows remain.
    private const int Tile = 8;

    // Rows that a loop over steps takes at a time, at least: each step reads all weights, and rows may lie in lanes.
    private const int LoopRows = 16;

    /// <summary>The phase, with its calls by rows first where that lets some of them go in strips.</summary>
    public static Phase Divide(Phase phase, RealType real)
    {
        // Calls of different divisions do not depend on each other within a phase.
        KernelCall[] byRows = phase.Calls.Where(call => call.Partition == Partition.Rows).ToArray();
        if (byRows.Length < 2)
        {
            return phase;
        }

        // Where loops over steps go in strips of sixteen rows or more, rows that lie in lanes may go along.
        bool hasLoops = byRows.Any(call => call.Kernel is LoopKernel);
        var run = new List<KernelCall>();
        foreach (KernelCall call in byRows)
        {
            int? unit = UnitOf(call, hasLoops);
            if (unit is null || SharedBytes(call, real) > Shared || (run.Count > 0 && PairBytes(run[run.Count - 1], call, real) * Math.Max(unit.Value, run.Max(other => UnitOf(other, hasLoops)!.Value)) > Far))
            {
                Close(run, hasLoops, real);
            }

            if (unit is not null && SharedBytes(call, real) <= Shared)
            {
                run.Add(call);
            }
        }

        Close(run, hasLoops, real);
        return byRows.All(call => call.Strip is null) ? phase : new Phase([.. byRows, .. phase.Calls.Where(call => call.Partition != Partition.Rows)]);
    }

    private static void Close(List<KernelCall> run, bool hasLoops, RealType real)
    {
        if (run.Count > 1)
        {
            int most = MostRows(run);
            long bytes = Enumerable.Range(1, run.Count - 1).Max(i => PairBytes(run[i - 1], run[i], real));
            int rows = run.Max(call => UnitOf(call, hasLoops)!.Value);
            while (rows * 2 * bytes <= Near)
            {
                rows *= 2;
            }

            if (rows < most)
            {
                var strip = new Strip(rows);
                foreach (KernelCall call in run.Concat(run.SelectMany(call => call.Body)))
                {
                    call.Strip = strip;
                }
            }
        }

        run.Clear();
    }

    // How many rows a strip must hold at least for its rows to fill the tiles of a call, or null where that is not known.
    private static int? UnitOf(KernelCall call, bool hasLoops) => call.Kernel switch
    {
        ContractKernel { OuterRows.Count: 0 } product => Tile / Common(Tile, product.Rows.Constant),

        // Rows in lanes.
        RowKernel => hasLoops ? LoopRows : null,

        // All steps of some rows.
        LoopKernel => call.Body.Any(part => UnitOf(part, hasLoops) is null) ? null : LoopRows,
        _ => 1,
    };

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);

    private static int MostRows(IEnumerable<KernelCall> calls) => calls.SelectMany(call => call.Operands).Where(HasRows).Max(tensor => tensor.Root.Shape[0].Maximum);

    private static bool HasRows(PlanTensor tensor) => tensor.Root.Shape is { Rank: > 0, HasRows: true };

    private static long PairBytes(KernelCall a, KernelCall b, RealType real) => a.Operands.Concat(b.Operands).Where(HasRows).Select(tensor => tensor.Root).Distinct().Sum(root => real.Bytes * (long)root.StoredLength / root.Shape[0].Maximum);

    private static long SharedBytes(KernelCall call, RealType real) => call.Operands.Where(tensor => !HasRows(tensor) && !call.Written.Contains(tensor)).Select(tensor => tensor.Root).Distinct().Sum(root => real.Bytes * (long)root.StoredLength);
}
