using System.Collections.Generic;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Reference;

/// <summary>What one call gives a program: the counterpart of the runtime's step arguments, in double.</summary>
internal sealed class ReferenceCall
{
    /// <summary>Samples in this call, from 1 to the program's maximum.</summary>
    public int Rows { get; set; } = 1;

    /// <summary>Index of the first sample in the whole batch.</summary>
    public int FirstRow { get; set; }

    /// <summary>1 / samples of the whole batch.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>This call's share of the whole batch, rows / samples.</summary>
    public double Share { get; set; } = 1;

    /// <summary>Seed of random masks.</summary>
    public ulong Seed { get; set; }

    /// <summary>Index of the optimizer's step, for random masks.</summary>
    public long Step { get; set; }

    /// <summary>The sources' elements: dense, row-major, of exactly <see cref="Rows"/> samples. Integers as whole numbers.</summary>
    public Dictionary<(SourceKind Kind, string Name), double[]> Sources { get; } = [];
}
