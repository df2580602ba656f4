using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning;

/// <summary>
/// Divides calls into phases. Within a phase a call may depend on another only where the same worker computes both: rows on rows,
/// columns on as many columns, the first worker's on its own. Calls that put gradients come when no other call reads parameters any more, so that a sink may update them.
/// </summary>
internal static class PhaseScheduler
{
    public static IReadOnlyList<Phase> Schedule(IReadOnlyList<KernelCall> calls)
    {
        Dictionary<KernelCall, HashSet<KernelCall>> dependencies = Dependencies(calls);
        var done = new HashSet<KernelCall>();
        var phases = new List<Phase>();
        List<KernelCall> remaining = [.. calls];
        while (remaining.Count > 0)
        {
            var phase = new List<KernelCall>();
            var here = new HashSet<KernelCall>();
            foreach (KernelCall call in remaining.Where(call => call.PutOffset < 0))
            {
                if (dependencies[call].All(dependency => done.Contains(dependency) || (here.Contains(dependency) && SameWorker(dependency, call))))
                {
                    phase.Add(call);
                    here.Add(call);
                }
            }

            bool parametersAreFree = remaining.All(call => call.PutOffset >= 0 || !call.Operands.Any(operand => operand.Root.Buffer == BufferKind.Parameters));
            if (parametersAreFree)
            {
                foreach (KernelCall call in remaining.Where(call => call.PutOffset >= 0 && dependencies[call].All(done.Contains)))
                {
                    phase.Add(call);
                    here.Add(call);
                }
            }

            if (phase.Count == 0)
            {
                throw new ProgramException("The calls depend on each other in a circle.");
            }

            done.UnionWith(here);
            remaining.RemoveAll(here.Contains);
            phases.Add(new Phase(phase));
        }

        return phases;
    }

    private static bool SameWorker(KernelCall a, KernelCall b) => a.Partition == b.Partition && a.Partition != Partition.Tiles && a.Columns == b.Columns;

    // A call depends on those before it that write what it reads or writes.
    private static Dictionary<KernelCall, HashSet<KernelCall>> Dependencies(IReadOnlyList<KernelCall> calls)
    {
        var writers = new Dictionary<PlanTensor, List<KernelCall>>();
        var dependencies = new Dictionary<KernelCall, HashSet<KernelCall>>();
        foreach (KernelCall call in calls)
        {
            var own = new HashSet<KernelCall>();
            foreach (PlanTensor operand in call.Operands)
            {
                if (writers.TryGetValue(operand.Root, out List<KernelCall>? before))
                {
                    own.UnionWith(before);
                }
            }

            dependencies.Add(call, own);
            foreach (PlanTensor written in call.Written)
            {
                if (!writers.TryGetValue(written.Root, out List<KernelCall>? list))
                {
                    writers.Add(written.Root, list = []);
                }

                list.Add(call);
            }
        }

        return dependencies;
    }
}
