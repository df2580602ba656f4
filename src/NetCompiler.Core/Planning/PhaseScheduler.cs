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
        var done = new HashSet<KernelCall>();
        var phases = new List<List<KernelCall>>();
        List<KernelCall> remaining = [.. calls];
        KernelCall[] copies = CopiesForLoops(calls, dependencies);
        if (copies.Length > 0)
        {
            phases.Add([.. copies]);
            done.UnionWith(copies);
            remaining.RemoveAll(done.Contains);
        }

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

            HashSet<int> read = [.. remaining.Where(call => call.PutOffset < 0).SelectMany(call => call.Operands).Where(operand => operand.Root.Buffer == BufferKind.Parameters).Select(operand => operand.Root.Offset)];
            foreach (KernelCall call in remaining.Where(call => call.PutOffset >= 0 && !read.Contains(call.PutOffset) && dependencies[call].All(done.Contains)))
            {
                phase.Add(call);
                here.Add(call);
            }

            if (phase.Count == 0)
            {
                throw new ProgramException("The calls depend on each other in a circle.");
            }

            done.UnionWith(here);
            remaining.RemoveAll(here.Contains);
            phases.Add(phase);
        }

        foreach (KernelCall call in calls.Where(call => call.Kernel is BorderKernel or MoveKernel { FillsZeros: true }))
        {
            Defer(call, phases, dependencies);
        }

        return phases.Where(phase => phase.Count > 0).Select(phase => new Phase(phase)).ToList();
    }

    // Copies of parameters, where there are loops over steps. In a phase of their own they do not stand between the way there and the way back, which strips of rows then go together: what a loop of
    // all rows writes is far when the next one reads it.
    private static KernelCall[] CopiesForLoops(IReadOnlyList<KernelCall> calls, Dictionary<KernelCall, HashSet<KernelCall>> dependencies) =>
        calls.Count(call => call.Kernel is LoopKernel) < 2 ? [] : calls.Where(call => call.Kernel is RelayoutKernel && call.PutOffset < 0 && dependencies[call].Count == 0).ToArray();

    // Moves a call that depends on nothing to the first that depends on it.
    private static void Defer(KernelCall call, List<List<KernelCall>> phases, Dictionary<KernelCall, HashSet<KernelCall>> dependencies)
    {
        List<KernelCall>? target = phases.FirstOrDefault(phase => phase.Any(user => dependencies[user].Contains(call)));
        if (target is null || dependencies[call].Count > 0 || !target.All(user => !dependencies[user].Contains(call) || SameWorker(call, user)))
        {
            return;
        }

        phases.First(phase => phase.Contains(call)).Remove(call);
        target.Insert(target.FindIndex(user => dependencies[user].Contains(call)), call);
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
