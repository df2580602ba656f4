using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning;

/// <summary>
/// Divides calls into phases. Within a phase a call may depend on another only where the same worker computes both: rows on rows,
/// columns on as many columns, the first worker's on its own. A gradient is put as soon as no other call reads its parameter any more, so that a sink may update it
/// and what the gradient is made of is still in a near cache. Zeros are written where they are first needed, for the same reason.
/// </summary>
internal static class PhaseScheduler
{
    public static IReadOnlyList<Phase> Schedule(IReadOnlyList<KernelCall> calls)
    {
        Dictionary<KernelCall, HashSet<KernelCall>> dependencies = Dependencies(calls);
        KernelCall[] copies = CopiesForLoops(calls, dependencies);
        List<List<KernelCall>> phases = new PhaseDivision(calls, dependencies, SameWorker).Divide(copies);
        var placed = new Dictionary<KernelCall, List<KernelCall>>();
        var users = new Dictionary<KernelCall, List<KernelCall>>();
        foreach (List<KernelCall> phase in phases)
        {
            foreach (KernelCall call in phase)
            {
                placed.Add(call, phase);
                foreach (KernelCall dependency in dependencies[call])
                {
                    if (!users.TryGetValue(dependency, out List<KernelCall>? list))
                    {
                        users.Add(dependency, list = []);
                    }

                    list.Add(call);
                }
            }
        }

        foreach (KernelCall call in calls.Where(call => call.Kernel is BorderKernel or MoveKernel { FillsZeros: true }))
        {
            Defer(call, placed, users, dependencies);
        }

        return phases.Where(phase => phase.Count > 0).Select(phase => new Phase(phase)).ToList();
    }

    // Copies of parameters, where there are loops over steps. In a phase of their own they do not stand between the way there and the way back, which strips of rows then go together: what a loop of
    // all rows writes is far when the next one reads it.
    private static KernelCall[] CopiesForLoops(IReadOnlyList<KernelCall> calls, Dictionary<KernelCall, HashSet<KernelCall>> dependencies) =>
        calls.Count(call => call.Kernel is LoopKernel) < 2 ? [] : calls.Where(call => call.Kernel is RelayoutKernel && call.PutOffset < 0 && dependencies[call].Count == 0).ToArray();

    // Moves a call that depends on nothing to the first that depends on it.
    private static void Defer(KernelCall call, Dictionary<KernelCall, List<KernelCall>> placed, Dictionary<KernelCall, List<KernelCall>> users, Dictionary<KernelCall, HashSet<KernelCall>> dependencies)
    {
        if (dependencies[call].Count > 0 || !users.TryGetValue(call, out List<KernelCall>? own))
        {
            return;
        }

        // In the order of phases.
        List<KernelCall> target = placed[own[0]];
        if (own.Any(user => placed[user] == target && !SameWorker(call, user)))
        {
            return;
        }

        placed[call].Remove(call);
        target.Insert(target.FindIndex(user => dependencies[user].Contains(call)), call);
        placed[call] = target;
    }

    private static bool SameWorker(KernelCall a, KernelCall b) => a.Partition == b.Partition && a.Partition != Partition.Tiles && a.Columns == b.Columns;

    // A call depends on those before it that write what it reads or writes; and what is left to the next call is written when nothing reads any more what was found.
    private static Dictionary<KernelCall, HashSet<KernelCall>> Dependencies(IReadOnlyList<KernelCall> calls)
    {
        var writers = new Dictionary<PlanTensor, List<KernelCall>>();
        var readers = new Dictionary<int, List<KernelCall>>();
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
            foreach (PlanTensor carried in call.Operands.Where(operand => operand.Root.Buffer == BufferKind.Carried && !call.Written.Contains(operand)))
            {
                if (!readers.TryGetValue(carried.Root.Offset, out List<KernelCall>? list))
                {
                    readers.Add(carried.Root.Offset, list = []);
                }

                list.Add(call);
            }

            foreach (PlanTensor written in call.Written)
            {
                if (written.Root.Buffer == BufferKind.Carried && readers.TryGetValue(written.Root.Offset, out List<KernelCall>? before))
                {
                    own.UnionWith(before.Where(reader => reader != call));
                }

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
