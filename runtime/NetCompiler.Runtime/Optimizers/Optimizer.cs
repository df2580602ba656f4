using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>
/// Changes parameters along their gradient. It works on flat buffers, in the layout that the network stores, in one vectorised pass; what it
/// remembers from step to step is allocated at the first step, and no later step allocates.
/// </summary>
/// <remarks>
/// An optimizer belongs to one parameter buffer: its state is as long as the first buffer that it is used on, and another length is refused.
/// Every update is elementwise, so that <c>Update</c> on parts of the buffer, by any number of threads, gives the bits of one pass.
/// </remarks>
public abstract class Optimizer
{
    private int _length = -1;
    private double _learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The step size, finite and 0 or more.</param>
    protected Optimizer(double learningRate)
    {
        LearningRate = learningRate;
    }

    /// <summary>
    /// The step size η, finite and 0 or more; it may change between steps. As all settings it is rounded to the network's precision where it is used: a double and the same number as a
    /// float make the same steps of a float network.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set => _learningRate = RequireNotNegative(value, nameof(LearningRate));
    }

    /// <summary>What the parameters are: <see cref="ElementType.Float32"/> until a step of doubles was begun.</summary>
    public ElementType Element { get; private set; }

    /// <summary>How many steps were begun. Random masks of training are keyed by it.</summary>
    public long StepCount { get; private set; }

    /// <summary>What the optimizer remembers for each parameter: what a checkpoint saves, beside <see cref="StepCount"/> and <see cref="Scalars"/>. Empty before the first step.</summary>
    public virtual IReadOnlyList<OptimizerBuffer> Buffers => [];

    /// <summary>Numbers that the optimizer remembers beside <see cref="StepCount"/>, by PyTorch's name.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, double>> Scalars => [];

    /// <summary>Takes one step.</summary>
    /// <param name="parameters">The parameters, changed in place. A multiple of 16 floats, always the same number; fastest when 64-byte aligned.</param>
    /// <param name="gradients">Their gradient, of the same length.</param>
    /// <exception cref="ArgumentException">A length is wrong, or settings contradict each other.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        RequireGradients(parameters.Length, gradients.Length);
        BeginStep(parameters.Length);
        Update(parameters, gradients, 0);
    }

    /// <summary>Takes one step in double precision.</summary>
    /// <param name="parameters">The parameters, changed in place. A multiple of 16 doubles, always the same number; fastest when 64-byte aligned.</param>
    /// <param name="gradients">Their gradient, of the same length.</param>
    /// <exception cref="ArgumentException">A length is wrong, or settings contradict each other.</exception>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradients)
    {
        RequireGradients(parameters.Length, gradients.Length);
        BeginStep(parameters.Length, ElementType.Float64);
        Update(parameters, gradients, 0);
    }

    /// <summary>
    /// Counts a step and fixes its constants. With <c>Update</c>, this is <c>Step</c> for several threads: one thread begins, then each
    /// updates a part, and together they cover the buffer once.
    /// </summary>
    /// <param name="length">The length of the whole parameter buffer, a multiple of 16.</param>
    /// <param name="element">What the parameters are: <see cref="ElementType.Float32"/> or <see cref="ElementType.Float64"/>.</param>
    /// <exception cref="ArgumentException">The length is wrong, or settings contradict each other.</exception>
    public void BeginStep(int length, ElementType element = ElementType.Float32)
    {
        if (length < 0 || length % 16 != 0)
        {
            throw new ArgumentException($"An optimizer works on whole vectors: {length} parameters are not a multiple of 16. Pad the buffers with zeros.", nameof(length));
        }

        if (_length >= 0 && length != _length)
        {
            throw new ArgumentException(
                $"This {GetType().Name} has state for {_length} parameters and was given {length}. An optimizer belongs to one network: make another for this one.",
                nameof(length));
        }

        if (element is not (ElementType.Float32 or ElementType.Float64))
        {
            throw new ArgumentException($"Parameters are Float32 or Float64, and not {element}.", nameof(element));
        }

        if (_length >= 0 && element != Element)
        {
            throw new ArgumentException(
                $"This {GetType().Name} has state for parameters in {Element} and was given some in {element}. An optimizer belongs to one network: make another for this one.",
                nameof(element));
        }

        Element = element;
        Begin(length, StepCount + 1);
        _length = length;
        StepCount++;
    }

    /// <summary>Updates a part of the parameters, within the step that <see cref="BeginStep"/> began.</summary>
    /// <param name="parameters">The part, a multiple of 16 floats.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="start">Where the part begins in the whole buffer, a multiple of 16.</param>
    /// <exception cref="ArgumentException">The part is not one of whole vectors inside the buffer.</exception>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
    {
        RequirePart(parameters.Length, gradients.Length, start, ElementType.Float32);
        UpdatePart(parameters, gradients, start);
    }

    /// <summary>Updates a part of the parameters in double precision, within the step that <see cref="BeginStep"/> began.</summary>
    /// <param name="parameters">The part, a multiple of 16 doubles.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="start">Where the part begins in the whole buffer, a multiple of 16.</param>
    /// <exception cref="ArgumentException">The part is not one of whole vectors inside the buffer.</exception>
    public void Update(Span<double> parameters, ReadOnlySpan<double> gradients, int start)
    {
        RequirePart(parameters.Length, gradients.Length, start, ElementType.Float64);
        UpdatePart(parameters, gradients, start);
    }

    /// <summary>Updates a part of the parameters of either type, within the step that <see cref="BeginStep"/> began.</summary>
    internal void Update<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            Update(MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradients), start);
        }
        else
        {
            Update(MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradients), start);
        }
    }

    /// <summary>
    /// Whether the update can be made while a gradient is still in the registers of the kernel that computes it, so that the gradient is never
    /// stored. An update of one element may then depend on that element's gradient and state alone.
    /// </summary>
    internal virtual bool CanFuse => false;

    /// <summary>Within the step that <see cref="BeginStep"/> began: lets a pass put its gradients straight into the update. The bits are those of <c>Update</c>.</summary>
    /// <param name="parameters">The whole parameter buffer.</param>
    /// <param name="pass">Puts gradients.</param>
    /// <param name="arguments">The call of the pass.</param>
    internal virtual void Fuse<T, TPass>(Span<T> parameters, TPass pass, scoped ref StepArguments arguments)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPass : struct, IGradientPass => throw new NotSupportedException($"{GetType().Name} updates from stored gradients.");

    /// <summary>Checks the settings, allocates the state that is missing, and computes what is constant in this step.</summary>
    /// <param name="length">The length of the whole parameter buffer, the same at every call.</param>
    /// <param name="step">The number of the step, counted from 1.</param>
    protected abstract void Begin(int length, long step);

    /// <summary>Updates a part, elementwise; several threads may be within this method at once, each with a part of its own.</summary>
    /// <param name="parameters">The part, a multiple of 16 floats.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="start">Where the part begins in the whole buffer.</param>
    protected abstract void UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start);

    /// <summary>Updates a part in double precision, elementwise. An optimizer that does not override it is for float networks alone.</summary>
    /// <param name="parameters">The part, a multiple of 16 doubles.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="start">Where the part begins in the whole buffer.</param>
    /// <exception cref="NotSupportedException">The optimizer is for float networks.</exception>
    protected virtual void UpdatePart(Span<double> parameters, ReadOnlySpan<double> gradients, int start) =>
        throw new NotSupportedException($"{GetType().Name} updates parameters in single precision only: it does not override UpdatePart for doubles.");

    /// <summary>Refuses a factor of a decaying average that is outside its range.</summary>
    internal static double RequireBeta(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from 0, inclusive, to 1, exclusive.");
        }

        return value;
    }

    /// <summary>Refuses a setting that is negative or not finite.</summary>
    internal static double RequireNotNegative(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number, 0 or more.");
        }

        return value;
    }

    private static void RequireGradients(int parameters, int gradients)
    {
        if (gradients != parameters)
        {
            throw new ArgumentException($"There are {parameters} parameters and {gradients} gradients.", nameof(gradients));
        }
    }

    private void RequirePart(int parameters, int gradients, int start, ElementType element)
    {
        bool inside = start >= 0 && start % 16 == 0 && parameters % 16 == 0 && parameters <= _length - start;
        if (!inside || gradients != parameters)
        {
            throw new ArgumentException(
                $"A part of {parameters} parameters and {gradients} gradients at {start} is not one of whole vectors of 16 inside the buffer of {Math.Max(_length, 0)}.");
        }

        if (element != Element)
        {
            throw new ArgumentException($"The step was begun for parameters in {Element}, and this part is in {element}.");
        }
    }
}
