using System;
using System.Linq;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core;

/// <summary>A network larger than the compiler's limits, found behind the stage that knows lines; becomes a <see cref="CompileError"/> at the class.</summary>
internal sealed class TooLargeException(string message) : Exception(message);

/// <summary>
/// How large a network may be. Offsets are 32-bit integers and .NET's arrays have no more elements; what the C# compiler and the JIT take is known by measurement.
/// </summary>
internal static class Limits
{
    /// <summary>Elements of a value, and of a parameter.</summary>
    public const int MostElements = 1 << 28;

    /// <summary>Elements of a buffer: an array of the largest length, less what its alignment takes.</summary>
    public const int MostStored = int.MaxValue - 128;

    /// <summary>
    /// Operations that the lines of a network become. Compiling takes time in proportion, and each is some text in several functions that the C# compiler reads again and again in an editor: a
    /// thousand linear layers with activations build in some 6 s of a core, the C# compiler's share among it, and 16,000 operations (a thousand times linear, batch norm, ReLU) in some 22 s.
    /// </summary>
    public const int MostValues = 30_000;

    /// <summary>A length of memory that is within the limits.</summary>
    /// <exception cref="TooLargeException">It is not.</exception>
    public static int Require(double length, FormattableString what) => length <= MostStored ? (int)length
        : throw new TooLargeException(FormattableString.Invariant($"{FormattableString.Invariant(what)} takes {length:N0} numbers in memory; a buffer has room for {MostStored:N0}. Make the layers smaller, or Batch, which a trainer does not need: it cuts larger batches into chunks."));

    /// <summary>Elements of a shape at the compiled maxima, however many.</summary>
    public static double Elements(Shape shape) => shape.Extents.Aggregate(1.0, (product, extent) => product * extent.Maximum);
}
