using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning;

/// <summary>
/// Gives every tensor of the workspace its offset: tensors whose lives do not overlap may share memory, the largest are placed first,
/// and an elementwise result takes the place of an operand that dies with it. Between workers only phases order anything, so that
/// in functions with phases lives are counted in those.
/// </summary>
internal static class WorkspacePlanner
{
    /// <summary>Places all tensors and returns the workspace's length.</summary>
    /// <param name="phases">The calls.</param>
    /// <param name="inPhases">Whether several workers may run a phase at once.</param>
    /// <param name="kept">Tensors that are read after the last call.</param>
    public static int Place(IReadOnlyList<Phase> phases, bool inPhases, IReadOnlyList<PlanTensor> kept)
    {
        var lives = new Dictionary<PlanTensor, Life>();
        int time = 0;
        for (int phase = 0; phase < phases.Count; phase++)
        {
            foreach (KernelCall call in phases[phase].Calls)
            {
                foreach (PlanTensor tensor in call.Operands.Select(operand => operand.Root).Where(root => root.Buffer == BufferKind.Workspace).Distinct())
                {
                    if (!lives.TryGetValue(tensor, out Life? life))
                    {
                        lives.Add(tensor, life = new Life(tensor, inPhases ? phase : time));
                    }

                    life.Last = inPhases ? phase : time;
                    life.Users.Add((call, phase, time));
                }

                time++;
            }
        }

        foreach (PlanTensor tensor in kept.Select(tensor => tensor.Root).Where(lives.ContainsKey))
        {
            lives[tensor].Last = int.MaxValue;
            lives[tensor].IsKept = true;
        }

        foreach (KernelCall call in phases.SelectMany(phase => phase.Calls))
        {
            ShareInPlace(call, lives, inPhases);
        }

        return Assign(lives.Values.Where(life => life.Host is null).ToArray());
    }

    // A result may take the place of an operand that is read for the last time at the same element by the same call.
    private static void ShareInPlace(KernelCall call, Dictionary<PlanTensor, Life> lives, bool inPhases)
    {
        foreach (PlanTensor result in call.Written.Where(tensor => ReferenceEquals(tensor, tensor.Root) && tensor.Buffer == BufferKind.Workspace))
        {
            Life own = lives[result];
            if (own.Host is not null)
            {
                continue;
            }

            foreach (PlanTensor operand in Replaceable(call, result).Where(operand => operand.Root.Buffer == BufferKind.Workspace))
            {
                Life other = lives[operand.Root];
                (KernelCall Call, int Phase, int Time) last = other.Users[other.Users.Count - 1];
                if (!ReferenceEquals(last.Call, call) || other.IsKept)
                {
                    continue;
                }

                bool ordered = !inPhases || (call.Partition == Partition.Rows
                    && other.Users.All(user => user.Phase < last.Phase || user.Call.Partition == Partition.Rows)
                    && own.Users.All(user => user.Phase > last.Phase || user.Call.Partition == Partition.Rows));
                bool born = ReferenceEquals(own.Users[0].Call, call);
                bool free = !call.Written.Any(written => !ReferenceEquals(written, result) && lives.TryGetValue(written.Root, out Life? life) && life.HostOrSelf == other.HostOrSelf);
                if (ordered && born && free && ReferenceEquals(operand, operand.Root) && other.Tensor.StoredLength >= result.StoredLength)
                {
                    own.Host = other.HostOrSelf;
                    own.Host.Last = Math.Max(own.Host.Last, own.Last);
                    own.Host.IsKept |= own.IsKept;
                    break;
                }
            }
        }
    }

    /// <summary>Operands that a kernel reads at the very elements where it writes a result, and not after.</summary>
    public static IEnumerable<PlanTensor> Replaceable(KernelCall call, PlanTensor result)
    {
        IEnumerable<PlanTensor> candidates = call.Kernel switch
        {
            // The sums are over all of left and right; the closing map reads its operands element by element.
            ContractKernel => call.Operands.Skip(call.PutOffset < 0 ? 3 : 2).Where(operand => !call.Operands.Take(2).Any(factor => ReferenceEquals(factor.Root, operand.Root))),
            RowKernel { Statements: var statements } when LastReadStage(call, result) is var stage && stage >= 0 =>
                call.Operands.Where(operand => statements.All(statement => !Reads(call, statement, operand) || statement.Stage <= stage)),
            FlatKernel or MapKernel => call.Operands,
            _ => [],
        };
        return candidates.Where(operand => !call.Written.Contains(operand) && operand.Layout.Equals(result.Layout) && operand.Shape == result.Shape);
    }

    // The stage in which a row kernel writes a result.
    private static int LastReadStage(KernelCall call, PlanTensor result)
    {
        var kernel = (RowKernel)call.Kernel;
        RowStatement? statement = kernel.Statements.FirstOrDefault(candidate => candidate.Store >= 0 && ReferenceEquals(MemoryOperand(call, candidate.Store), result));
        return statement?.Stage ?? -1;
    }

    private static bool Reads(KernelCall call, RowStatement statement, PlanTensor operand) =>
        statement.Arguments.Any(argument => argument >= 0 && MemoryOperand(call, argument) is { } tensor && ReferenceEquals(tensor.Root, operand.Root));

    // The tensor behind an operand of a row kernel; the call lists those in memory only.
    private static PlanTensor? MemoryOperand(KernelCall call, int index)
    {
        var kernel = (RowKernel)call.Kernel;
        return kernel.Operands[index].Access == OperandAccess.Full
            ? call.Operands[kernel.Operands.Take(index).Count(operand => operand.Access == OperandAccess.Full)]
            : null;
    }

    private static int Assign(IReadOnlyList<Life> lives)
    {
        // By offset: a tensor goes into the first gap that is free all its life.
        var placed = new List<Life>();
        long length = 0;
        foreach (Life life in lives.OrderByDescending(life => life.Tensor.StoredLength).ThenBy(life => life.First).ThenBy(life => life.Order))
        {
            long offset = 0;
            foreach (Life other in placed)
            {
                if (other.First > life.Last || life.First > other.Last)
                {
                    continue;
                }

                if (offset + life.Tensor.StoredLength <= other.Tensor.Offset)
                {
                    break;
                }

                offset = Math.Max(offset, (long)other.Tensor.Offset + other.Tensor.StoredLength);
            }

            length = Math.Max(length, offset + life.Tensor.StoredLength + life.Guests.Append(life).Max(user => user.Tensor.Behind));
            Limits.Require(length, $"the workspace");
            life.Tensor.Offset = (int)offset;
            placed.Insert(PlaceOf(life.Tensor.Offset, placed), life);
            foreach (Life guest in life.Guests)
            {
                guest.Tensor.Offset = life.Tensor.Offset;
            }
        }

        return (int)length;
    }

    // Behind all that begin at or before an offset.
    private static int PlaceOf(int offset, List<Life> placed)
    {
        int from = 0;
        int to = placed.Count;
        while (from < to)
        {
            int middle = (from + to) / 2;
            if (placed[middle].Tensor.Offset <= offset)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }

    private sealed class Life(PlanTensor tensor, int first)
    {
        private Life? _host;

        public PlanTensor Tensor { get; } = tensor;

        public int First { get; } = first;

        public int Last { get; set; } = first;

        public bool IsKept { get; set; }

        /// <summary>Whose memory this tensor takes over.</summary>
        public Life? Host
        {
            get => _host;
            set
            {
                _host = value;
                value!.Guests.Add(this);
            }
        }

        public Life HostOrSelf => Host ?? this;

        public List<Life> Guests { get; } = [];

        public List<(KernelCall Call, int Phase, int Time)> Users { get; } = [];

        public int Order => Users[0].Time;
    }
}
