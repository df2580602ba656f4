using NetCompiler.Core.Common;

namespace NetCompiler.Core.Planning;

/// <summary>How bytes in memory are read as numbers, scale · byte + offset: a value that is not computed until something copies it.</summary>
/// <param name="Scales">One number, or one for each index of the axis.</param>
/// <param name="Offsets">As many as there are scales.</param>
/// <param name="Axis">The axis of the tensor along which they differ; -1 where they do not.</param>
internal sealed record ByteScaling(EquatableArray<double> Scales, EquatableArray<double> Offsets, int Axis);
