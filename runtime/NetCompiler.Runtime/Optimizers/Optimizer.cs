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
    private NetworkMemory? _memory;
    private int _frozenVersion;

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
        RunPasses(parameters, gradients);
    }

    /// <summary>Takes one step in double precision.</summary>
    /// <param name="parameters">The parameters, changed in place. A multiple of 16 doubles, always the same number; fastest when 64-byte aligned.</param>
    /// <param name="gradients">Their gradient, of the same length.</param>
    /// <exception cref="ArgumentException">A length is wrong, or settings contradict each other.</exception>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradients)
    {
        RequireGradients(parameters.Length, gradients.Length);
        BeginStep(parameters.Length, ElementType.Float64);
        RunPasses(parameters, gradients);
    }

    /// <summary>
    /// Takes one step of a network: its frozen parameters stay, those that fit a group's pattern have its settings, and a constraint such as <c>MaxNorm</c> is applied to the result. For
    /// gradients from <c>Gradients</c> of the network, or of the user's own making.
    /// </summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; its parameters change.</param>
    /// <param name="gradients">The gradient in the layout of the parameters, <see cref="NetworkDescription.ParameterLength"/> floats.</param>
    /// <exception cref="ArgumentException">A length is wrong, a pattern fits no parameter, or settings contradict each other.</exception>
    public void Step<T>(T network, ReadOnlySpan<float> gradients)
        where T : class, INetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        Bind(network.Memory);
        using ParameterEdit edit = network.Memory.Edit();
        Step(edit.Parameters, gradients);
        network.Memory.Constraints.Apply<float>(edit.Parameters, 0, 1);
    }

    /// <summary>Takes one step of a network of doubles.</summary>
    /// <inheritdoc cref="Step{T}(T, ReadOnlySpan{float})"/>
    public void Step<T>(T network, ReadOnlySpan<double> gradients)
        where T : class, INetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        Bind(network.Memory);
        using ParameterEdit edit = network.Memory.Edit();
        Step(edit.DoubleParameters, gradients);
        network.Memory.Constraints.Apply<double>(edit.DoubleParameters, 0, 1);
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
    /// <exception cref="NotSupportedException">The optimizer needs whole tensors, as <see cref="Lamb"/> does.</exception>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
    {
        Update<float>(parameters, gradients, start);
    }

    /// <summary>Updates a part of the parameters in double precision, within the step that <see cref="BeginStep"/> began.</summary>
    /// <param name="parameters">The part, a multiple of 16 doubles.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="start">Where the part begins in the whole buffer, a multiple of 16.</param>
    /// <exception cref="ArgumentException">The part is not one of whole vectors inside the buffer.</exception>
    public void Update(Span<double> parameters, ReadOnlySpan<double> gradients, int start)
    {
        Update<double>(parameters, gradients, start);
    }

    /// <summary>Updates a part of the parameters of either type, within the step that <see cref="BeginStep"/> began.</summary>
    internal void Update<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequirePart(parameters.Length, gradients.Length, start, typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Float32);
        if (Passes > 1)
        {
            throw new NotSupportedException($"{GetType().Name} depends on whole tensors, and not on a part of the parameters: call Step.");
        }

        UpdateRuns(parameters, gradients, start);
    }

    /// <summary>Updates a part of the parameters, run by run.</summary>
    private protected void UpdateRuns<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Plan is null)
        {
            UpdateRun(parameters, gradients, start, 0);
            return;
        }

        foreach (ParameterRun run in Plan.Runs)
        {
            int first = Math.Max(start, run.Start);
            int length = Math.Min(start + parameters.Length, run.Start + run.Length) - first;
            if (length > 0)
            {
                UpdateRun(parameters.Slice(first - start, length), gradients.Slice(first - start, length), first, run.Group);
            }
        }
    }

    /// <summary>Sets the momentum, or what stands for it, as a one-cycle schedule does.</summary>
    internal virtual void SetMomentum(double momentum) =>
        throw new NotSupportedException($"{GetType().Name} has no momentum and no betas that a schedule could change: set the schedule's CycleMomentum to false.");

    /// <summary>Learns the names of the parameters, and which are frozen, for this and the next steps.</summary>
    internal void Bind(NetworkMemory memory)
    {
        if (ReferenceEquals(memory, _memory) && memory.FrozenVersion == _frozenVersion && Plan is not null)
        {
            return;
        }

        Plan = new ParameterPlan(memory, PlannedGroups);
        _memory = memory;
        _frozenVersion = memory.FrozenVersion;
        PlanChanged();
    }

    /// <summary>How many passes over the parameters an update takes; all workers finish one before any begins the next.</summary>
    internal virtual int Passes => 1;

    /// <summary>A worker's share of a pass of the step that <see cref="BeginStep"/> began.</summary>
    /// <param name="pass">0 to <see cref="Passes"/> - 1.</param>
    /// <param name="parameters">The whole parameter buffer.</param>
    /// <param name="gradients">The whole gradient.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    internal virtual void RunPass<T>(int pass, Span<T> parameters, ReadOnlySpan<T> gradients, int worker, int workers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int first, int length) = Share(parameters.Length, worker, workers);
        Update<T>(parameters.Slice(first, length), gradients.Slice(first, length), first);
    }

    /// <summary>A worker's share of a buffer, in whole vectors.</summary>
    internal static (int First, int Length) Share(int length, int worker, int workers)
    {
        int first = 16 * Division.Start(length / 16, worker, workers);
        return (first, (16 * Division.Start(length / 16, worker + 1, workers)) - first);
    }

    /// <summary>What a step changes; null until a network is known, and for the whole buffer then.</summary>
    private protected ParameterPlan? Plan { get; private set; }

    /// <summary>The groups of the plan.</summary>
    private protected virtual IReadOnlyList<ParameterGroup> PlannedGroups => [];

    /// <summary>Whether the update of an element depends on its own gradient and state alone, and can be made by <see cref="Fuse"/>.</summary>
    private protected virtual bool IsElementwise => false;

    /// <summary>
    /// Whether the update can be made while a gradient is still in the registers of the kernel that computes it, so that the gradient is never
    /// stored: for a network that is known (<see cref="Bind"/>), in which all trained parameters have the same settings.
    /// </summary>
    internal bool CanFuse => IsElementwise && Plan is { CanFuse: true };

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

    /// <summary>Updates a part that has the settings of one group.</summary>
    private protected virtual void UpdateRun<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start, int group)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            UpdatePart(MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradients), start);
        }
        else
        {
            UpdatePart(MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradients), start);
        }
    }

    /// <summary>Called when <see cref="Plan"/> is another one.</summary>
    private protected virtual void PlanChanged()
    {
    }

    /// <summary>Makes the next <see cref="Bind"/> plan anew.</summary>
    private protected void ForgetPlan() => Plan = null;

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

    private void RunPasses<T>(Span<T> parameters, ReadOnlySpan<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int pass = 0; pass < Passes; pass++)
        {
            RunPass(pass, parameters, gradients, 0, 1);
        }
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
