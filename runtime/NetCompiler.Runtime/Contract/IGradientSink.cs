using System.Runtime.Intrinsics;

namespace NetCompiler;

/// <summary>
/// What becomes of a gradient while it is still in registers: stored, added, or turned into an update at once. Each vector of the flat
/// buffer is put once a step; offsets are in elements from the start of the parameter buffer, a multiple of the vector's length. A network puts vectors of its
/// <see cref="NetworkDescription.Element"/> only, and a sink over buffers of the other refuses them.
/// </summary>
public interface IGradientSink
{
    /// <summary>Takes the gradient of the 16 parameters at <paramref name="at"/>.</summary>
    void Put(nuint at, Vector512<float> gradient);

    /// <summary>Takes the gradient of the 8 parameters at <paramref name="at"/>.</summary>
    void Put(nuint at, Vector256<float> gradient);

    /// <summary>Takes the gradient of the 4 parameters at <paramref name="at"/>.</summary>
    void Put(nuint at, Vector128<float> gradient);

    /// <summary>Takes the gradient of the 8 parameters at <paramref name="at"/>.</summary>
    void Put(nuint at, Vector512<double> gradient);

    /// <summary>Takes the gradient of the 4 parameters at <paramref name="at"/>.</summary>
    void Put(nuint at, Vector256<double> gradient);

    /// <summary>Takes the gradient of the 2 parameters at <paramref name="at"/>.</summary>
    void Put(nuint at, Vector128<double> gradient);
}
