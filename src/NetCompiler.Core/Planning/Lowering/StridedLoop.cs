using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>A loop over one axis that several operands share: how often it runs, and how far each moves.</summary>
internal sealed record StridedLoop(Count Count, IReadOnlyList<int> Strides)
{
    /// <summary>Loops, outermost first, with those joined that one stride of each operand leads through; at least one.</summary>
    /// <param name="operands">How many operands there are.</param>
    /// <param name="loops">One loop for each axis; none for a vector.</param>
    public static List<StridedLoop> Join(int operands, IEnumerable<StridedLoop> loops)
    {
        var joined = new List<StridedLoop>();
        foreach (StridedLoop loop in loops)
        {
            if (loop.Count is { Constant: 1, TimesRows: false })
            {
                continue;
            }

            StridedLoop? around = joined.Count == 0 ? null : joined[joined.Count - 1];
            if (around is not null && !loop.Count.TimesRows && around.Strides.Select((stride, i) => stride == loop.Count.Constant * loop.Strides[i]).All(isOne => isOne))
            {
                joined[joined.Count - 1] = new StridedLoop(around.Count * loop.Count, loop.Strides);
            }
            else
            {
                joined.Add(loop);
            }
        }

        if (joined.Count == 0)
        {
            joined.Add(new StridedLoop(new Count(1, false), new int[operands]));
        }

        return joined;
    }
}
