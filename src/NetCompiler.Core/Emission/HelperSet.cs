using System.Collections;
using System.Collections.Generic;
using NetCompiler.Core.Planning;

namespace NetCompiler.Core.Emission;

/// <summary>The helpers that a file needs, in the order in which they are written, and the type of the numbers that all of the file is about.</summary>
/// <param name="real">The type of the network's numbers.</param>
internal sealed class HelperSet(RealType real) : IEnumerable<MathHelper>
{
    private readonly SortedSet<MathHelper> _needed = [];

    public RealType Real { get; } = real;

    /// <summary>Notes a helper, and those that its text calls.</summary>
    public void Add(MathHelper helper)
    {
        _needed.Add(helper);
        if (MathHelperText.CallsExp(helper, Real))
        {
            _needed.Add(MathHelper.Exp);
        }
    }

    public IEnumerator<MathHelper> GetEnumerator() => _needed.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
