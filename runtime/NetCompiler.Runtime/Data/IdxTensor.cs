using System.Collections.Generic;

namespace NetCompiler.Data;

/// <summary>The contents of an IDX file of bytes.</summary>
/// <param name="Shape">The extents; the first is the number of items.</param>
/// <param name="Values">The elements, row-major.</param>
public sealed record IdxTensor(IReadOnlyList<int> Shape, byte[] Values);
