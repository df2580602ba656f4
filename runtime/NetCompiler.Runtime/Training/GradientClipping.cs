using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>
/// Scales gradients down that are too long: g becomes g · min(1, maximum / (‖g‖ + 1e-6)), with the Euclidean norm over all parameters. PyTorch's
/// <c>torch.nn.utils.clip_grad_norm_</c>, with its constant (Pascanu, Mikolov and Bengio 2013). For training by hand, between <c>Gradients</c> of a network and the step of an
/// optimizer; <see cref="Trainer{TNetwork}.ClipNorm"/> does it in a trainer.
/// </summary>
/// <remarks>
/// The squares are added up in double, block by block and then the blocks, so that the bits do not depend on how many workers divide them. Maximum, constant and factor are numbers of the
/// network's precision. As in PyTorch a gradient with NaN becomes NaN as a whole.
/// </remarks>
public sealed class GradientClipping
{
    private const int Block = 4096;
    private const double Epsilon = 1e-6;

    private readonly double _maximum;
    private readonly double[] _squares;

    private readonly ParameterLanes _lanes;

    /// <summary>Prepares for the gradients of a network. Parameters that a layer freezes have none, and count for nothing.</summary>
    /// <param name="description">The network.</param>
    /// <param name="maximum">The largest norm, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not a finite number above 0.</exception>
    public GradientClipping(NetworkDescription description, double maximum)
        : this(description, (description ?? throw new ArgumentNullException(nameof(description))).Parameters.Where(parameter => !parameter.IsFrozen), maximum)
    {
    }

    /// <summary>Prepares for the gradients of a network as it is: those of parameters that are frozen now count for nothing, as PyTorch has none for them.</summary>
    /// <param name="parameters">The parameters of the network.</param>
    /// <param name="maximum">The largest norm, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not a finite number above 0.</exception>
    public GradientClipping(ParameterCollection parameters, double maximum)
        : this((parameters ?? throw new ArgumentNullException(nameof(parameters))).Memory, maximum)
    {
    }

    internal GradientClipping(NetworkMemory memory, double maximum)
        : this(memory.Description, memory.Description.Parameters.Where(parameter => !memory.IsFrozen(parameter)), maximum)
    {
    }

    private GradientClipping(NetworkDescription description, IEnumerable<ParameterDescription> trained, double maximum)
    {
        RequireNorm(maximum, nameof(maximum));
        _maximum = maximum;
        _squares = new double[(description.ParameterLength + Block - 1) / Block];
        _lanes = new ParameterLanes(description.ParameterLength, trained);
    }

    /// <summary>Clips a gradient.</summary>
    /// <param name="gradients">The gradient in the layout of the parameters, <see cref="NetworkDescription.ParameterLength"/> floats; changed in place.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentException">The gradient has another length.</exception>
    public float Clip(Span<float> gradients) => (float)ClipAll(gradients);

    /// <summary>Clips a gradient of a network of doubles.</summary>
    /// <inheritdoc cref="Clip(Span{float})"/>
    public double Clip(Span<double> gradients) => ClipAll(gradients);

    private double ClipAll<T>(Span<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (gradients.Length != _lanes.Length)
        {
            throw new ArgumentException($"The gradient has {gradients.Length} elements where {_lanes.Length} are needed, the length of the parameter buffer (ParameterLength).", nameof(gradients));
        }

        AddUp<T>(gradients, 0, 1);
        Scale(gradients, 0, gradients.Length);
        return Norm();
    }

    /// <summary>Brings every element of a gradient, or of a part, between -maximum and maximum: PyTorch's <c>clip_grad_value_</c>. NaN stays NaN.</summary>
    /// <param name="gradients">The gradient; changed in place.</param>
    /// <param name="maximum">The largest magnitude of an element, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not a finite number above 0.</exception>
    public static void ClipValues(Span<float> gradients, float maximum)
    {
        RequireNorm(maximum, nameof(maximum));
        ClipValues<float>(gradients, maximum);
    }

    /// <summary>Brings every element of a gradient of a network of doubles, or of a part, between -maximum and maximum. NaN stays NaN.</summary>
    /// <param name="gradients">The gradient; changed in place.</param>
    /// <param name="maximum">The largest magnitude of an element, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not a finite number above 0.</exception>
    public static void ClipValues(Span<double> gradients, double maximum)
    {
        RequireNorm(maximum, nameof(maximum));
        ClipValues<double>(gradients, maximum);
    }

    /// <summary>The same for either type, of a maximum that was checked.</summary>
    internal static void ClipValues<T>(Span<T> gradients, T maximum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T gradient in gradients)
        {
            gradient = T.Clamp(gradient, -maximum, maximum);
        }
    }

    /// <summary>Refuses a norm, or a magnitude, that is no finite number above 0.</summary>
    internal static void RequireNorm(double maximum, string name)
    {
        if (!double.IsFinite(maximum) || maximum <= 0)
        {
            throw new ArgumentOutOfRangeException(name, maximum, "The largest norm or element of a gradient is a finite number above 0.");
        }
    }

    /// <summary>Adds up a worker's share of the squares. All workers finish this before any begins to scale.</summary>
    internal void AddUp<T>(ReadOnlySpan<T> gradients, int worker, int workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int end = Division.Start(_squares.Length, worker + 1, workers);
        for (int block = Division.Start(_squares.Length, worker, workers); block < end; block++)
        {
            _squares[block] = _lanes.Squares(gradients, block * Block, Math.Min(gradients.Length, (block + 1) * Block));
        }
    }

    /// <summary>Scales a part of the gradient.</summary>
    internal void Scale<T>(Span<T> gradients, int first, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Math.Min returns NaN where one is NaN.
        T factor = T.Min(T.One, T.CreateTruncating(_maximum) / (T.CreateTruncating(Norm()) + T.CreateTruncating(Epsilon)));
        if (factor == T.One)
        {
            return;
        }

        ref T start = ref MemoryMarshal.GetReference(gradients);
        for (int index = first; index < first + length; index += Vector512<T>.Count)
        {
            (Vector512.LoadUnsafe(ref start, (nuint)index) * factor).StoreUnsafe(ref start, (nuint)index);
        }
    }

    private double Norm()
    {
        double squares = 0;
        foreach (double block in _squares)
        {
            squares += block;
        }

        return Math.Sqrt(squares);
    }
}
