using System;

namespace NetCompiler.Training;

/// <summary>
/// Changes parameters along their gradient. It works on flat buffers, in the layout that the network stores, in one vectorised pass; what it
/// remembers from step to step is allocated at the first step, and no later step allocates.
/// </summary>
/// <remarks>
/// An optimizer belongs to one parameter buffer: its state is as long as the first buffer that it is used on, and another length is refused.
/// Every update is elementwise, so that <see cref="Update"/> on parts of the buffer, by any number of threads, gives the bits of one pass.
/// </remarks>
public abstract class Optimizer
{
    private int _length = -1;
    private float _learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The step size, finite and 0 or more.</param>
    protected Optimizer(float learningRate)
    {
        LearningRate = learningRate;
    }

    /// <summary>The step size η, finite and 0 or more; it may change between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = RequireNotNegative(value, nameof(LearningRate));
    }

    /// <summary>How many steps were begun. Random masks of training are keyed by it.</summary>
    public long StepCount { get; private set; }

    /// <summary>Takes one step.</summary>
    /// <param name="parameters">The parameters, changed in place. A multiple of 16 floats, always the same number; fastest when 64-byte aligned.</param>
    /// <param name="gradients">Their gradient, of the same length.</param>
    /// <exception cref="ArgumentException">A length is wrong, or settings contradict each other.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (gradients.Length != parameters.Length)
        {
            throw new ArgumentException($"There are {parameters.Length} parameters and {gradients.Length} gradients.", nameof(gradients));
        }

        BeginStep(parameters.Length);
        Update(parameters, gradients, 0);
    }

    /// <summary>
    /// Counts a step and fixes its constants. With <see cref="Update"/>, this is <see cref="Step(Span{float}, ReadOnlySpan{float})"/> for several threads: one thread begins, then each
    /// updates a part, and together they cover the buffer once.
    /// </summary>
    /// <param name="length">The length of the whole parameter buffer, a multiple of 16.</param>
    /// <exception cref="ArgumentException">The length is wrong, or settings contradict each other.</exception>
    /// <param name="element">What the parameters are.</param>
    public void BeginStep(int length, ElementType element = ElementType.Float32)
    {
        RequireFloats(element);
        if (length < 0 || length % 16 != 0)
        {
            throw new ArgumentException($"An optimizer works on whole vectors: {length} floats are not a multiple of 16. Pad the buffers with zeros.", nameof(length));
        }

        if (_length >= 0 && length != _length)
        {
            throw new ArgumentException(
                $"This {GetType().Name} has state for {_length} parameters and was given {length}. An optimizer belongs to one network: make another for this one.",
                nameof(length));
        }

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
        bool inside = start >= 0 && start % 16 == 0 && parameters.Length % 16 == 0 && parameters.Length <= _length - start;
        if (!inside || gradients.Length != parameters.Length)
        {
            throw new ArgumentException(
                $"A part of {parameters.Length} parameters and {gradients.Length} gradients at {start} is not one of whole vectors of 16 inside the buffer of {Math.Max(_length, 0)}.");
        }

        UpdatePart(parameters, gradients, start);
    }

    /// <summary>
    /// Whether the update can be made while a gradient is still in the registers of the kernel that computes it, so that the gradient is never
    /// stored. An update of one element may then depend on that element's gradient and state alone.
    /// </summary>
    internal virtual bool CanFuse => false;

    /// <summary>Within the step that <see cref="BeginStep"/> began: lets a pass put its gradients straight into the update. The bits are those of <see cref="Update"/>.</summary>
    /// <param name="parameters">The whole parameter buffer.</param>
    /// <param name="pass">Puts gradients.</param>
    /// <param name="arguments">The call of the pass.</param>
    internal virtual void Fuse<TPass>(Span<float> parameters, TPass pass, scoped ref StepArguments arguments)
        where TPass : struct, IGradientPass => throw new NotSupportedException($"{GetType().Name} updates from stored gradients.");

    /// <summary>Takes one step of a network of doubles.</summary>
    /// <inheritdoc cref="Step(Span{float}, ReadOnlySpan{float})"/>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradients) => RequireFloats(ElementType.Float64);

    /// <summary>Updates a part of the parameters of a network of either type, within the step that <see cref="BeginStep"/> began.</summary>
    internal void Update<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start)
        where T : unmanaged
    {
        RequireFloats(typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Float32);
        Update(System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(parameters), System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(gradients), start);
    }

    /// <summary>Within the step that <see cref="BeginStep"/> began: lets a pass of a network of either type put its gradients straight into the update.</summary>
    internal void Fuse<T, TPass>(Span<T> parameters, TPass pass, scoped ref StepArguments arguments)
        where T : unmanaged
        where TPass : struct, IGradientPass
    {
        RequireFloats(typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Float32);
        Fuse(System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(parameters), pass, ref arguments);
    }

    private void RequireFloats(ElementType element)
    {
        if (element != ElementType.Float32)
        {
            throw new NotSupportedException($"{GetType().Name} updates parameters of float.");
        }
    }

    /// <summary>Checks the settings, allocates the state that is missing, and computes what is constant in this step.</summary>
    /// <param name="length">The length of the whole parameter buffer, the same at every call.</param>
    /// <param name="step">The number of the step, counted from 1.</param>
    protected abstract void Begin(int length, long step);

    /// <summary>Updates a part, elementwise; several threads may be within this method at once, each with a part of its own.</summary>
    /// <param name="parameters">The part, a multiple of 16 floats.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="start">Where the part begins in the whole buffer.</param>
    protected abstract void UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start);

    /// <summary>Refuses a setting that is negative or not finite.</summary>
    internal static float RequireNotNegative(float value, string name)
    {
        if (!float.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number, 0 or more.");
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
}
