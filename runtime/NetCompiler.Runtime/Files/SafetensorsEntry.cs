using System.Collections.Generic;

namespace NetCompiler;

/// <summary>One tensor as the header of a safetensors file lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The format's name of its element type: <c>F32</c>.</param>
/// <param name="Shape">Its extents; none for a scalar.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End);
