using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning;

/// <summary>
/// The division of calls into phases, in time that grows with the calls and what they depend on: a call is looked at again only when something that it waits for
/// has happened, not in every phase.
/// </summary>
internal sealed class PhaseDivision
{
    private readonly IReadOnlyList<KernelCall> _calls;
    private readonly Func<KernelCall, KernelCall, bool> _sameWorker;
    private readonly List<int>[] _dependencies;
    private readonly List<int>[] _users;

    // How many of the calls that a call depends on have no phase yet.
    private readonly int[] _waiting;

    // The phase of each call, or -1.
    private readonly int[] _phaseOf;

    // By the place of a parameter, the calls without a phase that read it, and the gradients that wait for them.
    private readonly Dictionary<int, int> _readers = [];
    private readonly Dictionary<int, List<int>> _heldBack = [];

    // Calls whose dependencies all have phases, in the order of calls.
    private readonly SortedSet<int> _ready = [];

    /// <param name="calls">The calls, each after those that it depends on.</param>
    /// <param name="dependencies">What each depends on.</param>
    /// <param name="sameWorker">Whether a call may follow another within a phase, because the same worker computes both.</param>
    public PhaseDivision(IReadOnlyList<KernelCall> calls, Dictionary<KernelCall, HashSet<KernelCall>> dependencies, Func<KernelCall, KernelCall, bool> sameWorker)
    {
        _calls = calls;
        _sameWorker = sameWorker;
        Dictionary<KernelCall, int> indices = Enumerable.Range(0, calls.Count).ToDictionary(i => calls[i]);
        _dependencies = calls.Select(call => dependencies[call].Select(dependency => indices[dependency]).ToList()).ToArray();
        _users = calls.Select(_ => new List<int>()).ToArray();
        _waiting = _dependencies.Select(list => list.Count).ToArray();
        _phaseOf = Enumerable.Repeat(-1, calls.Count).ToArray();
        for (int i = 0; i < calls.Count; i++)
        {
            foreach (int dependency in _dependencies[i])
            {
                _users[dependency].Add(i);
            }

            foreach (int place in Reads(calls[i]))
            {
                _readers[place] = (_readers.TryGetValue(place, out int count) ? count : 0) + 1;
            }
        }

        _ready.UnionWith(Enumerable.Range(0, calls.Count).Where(i => _waiting[i] == 0));
    }

    /// <summary>Divides.</summary>
    /// <param name="first">Calls that depend on nothing and are to be a phase of their own, before all others.</param>
    public List<List<KernelCall>> Divide(ICollection<KernelCall> first)
    {
        var phases = new List<List<KernelCall>>();
        int placed = 0;
        if (first.Count > 0)
        {
            int[] own = _ready.Where(i => first.Contains(_calls[i])).ToArray();
            foreach (int i in own)
            {
                Place(i, 0);
            }

            End(own);
            phases.Add([.. first]);
            placed = own.Length;
        }

        while (placed < _calls.Count)
        {
            List<int> phase = FillPhase(phases.Count);
            if (phase.Count == 0)
            {
                throw new ProgramException("The calls depend on each other in a circle.");
            }

            End(phase);
            phases.Add(phase.Select(i => _calls[i]).ToList());
            placed += phase.Count;
        }

        return phases;
    }

    // In the order of calls, all that may come; then the gradients that nothing stands in the way of.
    private List<int> FillPhase(int phase)
    {
        var members = new List<int>();
        var puts = new List<int>();
        var later = new List<int>();
        while (_ready.Count > 0)
        {
            int i = _ready.Min;
            _ready.Remove(i);
            KernelCall call = _calls[i];
            if (call.PutOffset >= 0)
            {
                puts.Add(i);
            }
            else if (_dependencies[i].All(dependency => _phaseOf[dependency] < phase || _sameWorker(_calls[dependency], call)))
            {
                Place(i, phase);
                members.Add(i);
            }
            else
            {
                later.Add(i);
            }
        }

        foreach (int i in puts)
        {
            int place = _calls[i].PutOffset;
            if (_dependencies[i].Any(dependency => _phaseOf[dependency] >= phase))
            {
                later.Add(i);
            }
            else if (_readers.TryGetValue(place, out int readers) && readers > 0)
            {
                if (!_heldBack.TryGetValue(place, out List<int>? list))
                {
                    _heldBack.Add(place, list = []);
                }

                list.Add(i);
            }
            else
            {
                Place(i, phase);
                members.Add(i);
            }
        }

        _ready.UnionWith(later);
        return members;
    }

    private void Place(int i, int phase)
    {
        _phaseOf[i] = phase;
        _ready.Remove(i);
        foreach (int user in _users[i])
        {
            if (--_waiting[user] == 0)
            {
                _ready.Add(user);
            }
        }
    }

    // Only when a phase is over may a sink write over what it has read.
    private void End(IEnumerable<int> phase)
    {
        foreach (int place in phase.SelectMany(i => Reads(_calls[i])))
        {
            if (--_readers[place] == 0 && _heldBack.TryGetValue(place, out List<int>? puts))
            {
                _ready.UnionWith(puts);
                _heldBack.Remove(place);
            }
        }
    }

    // The places of the parameters that a call reads to compute something other than a gradient.
    private static IEnumerable<int> Reads(KernelCall call) => call.PutOffset >= 0 ? []
        : call.Operands.Where(operand => operand.Root.Buffer == BufferKind.Parameters).Select(operand => operand.Root.Offset).Distinct();
}
