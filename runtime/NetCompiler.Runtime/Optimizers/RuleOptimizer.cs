using System;
using System.Collections.Generic;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>
/// The optimizers of this library. Each is one rule for one element, compiled for the precision of the network and the width of the machine, and applied either in a pass over stored
/// gradients or where a kernel has a gradient in its registers.
/// </summary>
public abstract class RuleOptimizer : Optimizer
{
    private readonly List<OptimizerBuffer> _buffers = [];
    private IReadOnlyList<ParameterGroup> _groups = [];
    private double _weightDecay;

    private protected RuleOptimizer(double learningRate, double weightDecay = 0, WeightDecayForm form = WeightDecayForm.Coupled)
        : base(learningRate)
    {
        WeightDecay = weightDecay;
        WeightDecayForm = form;
    }

    /// <summary>The weight decay λ, finite and 0 or more. It falls on every parameter, biases too, unless a group has another. What it does is <see cref="WeightDecayForm"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = RequireNotNegative(value, nameof(WeightDecay));
    }

    /// <summary>What <see cref="WeightDecay"/> does.</summary>
    public WeightDecayForm WeightDecayForm { get; set; }

    /// <summary>
    /// Parameters with settings of their own, by patterns of their names; default none. With groups, gradients are stored before they are used, which takes some more memory traffic.
    /// A pattern that fits no parameter is refused at the next step of a network.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get => _groups;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _groups = [.. value];
            ForgetPlan();
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerBuffer> Buffers => _buffers;

    private protected sealed override IReadOnlyList<ParameterGroup> PlannedGroups => _groups;

    private protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected sealed override void Begin(int length, long step)
    {
        if (_groups.Count > 0 && Plan is null)
        {
            throw new InvalidOperationException($"{GetType().Name} has groups of parameters by name, and spans have no names: call Step(network, gradients), or a network's TrainStep.");
        }

        Prepare(length, step);
        for (int group = 0; group <= _groups.Count; group++)
        {
            double rate = RateOf(group);
            double decay = Round((group == 0 ? null : _groups[group - 1].WeightDecay) ?? WeightDecay);
            double keep = WeightDecayForm switch
            {
                WeightDecayForm.Decoupled => 1 - (rate * decay),
                WeightDecayForm.Independent => 1 - decay,
                _ => 1,
            };
            Fix(group, _groups.Count + 1, new StepConstants(step, rate, WeightDecayForm == WeightDecayForm.Coupled ? decay : 0, keep, decay));
        }
    }

    /// <inheritdoc/>
    protected sealed override void UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start) => UpdateRun(parameters, gradients, start, 0);

    /// <inheritdoc/>
    protected sealed override void UpdatePart(Span<double> parameters, ReadOnlySpan<double> gradients, int start) => UpdateRun(parameters, gradients, start, 0);

    /// <inheritdoc/>
    internal sealed override void Fuse<T, TPass>(Span<T> parameters, TPass pass, scoped ref StepArguments arguments) =>
        Choose(parameters, 0, 0, new FusedUse<T, TPass>(pass), ref arguments);

    /// <inheritdoc/>
    private protected sealed override void UpdateRun<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start, int group)
    {
        StepArguments none = default;
        Choose(parameters, start, group, new FlatUse<T>(gradients), ref none);
    }

    /// <summary>Checks the settings and allocates the state that is missing.</summary>
    /// <param name="length">The length of the whole parameter buffer.</param>
    /// <param name="step">The number of the step, counted from 1.</param>
    private protected abstract void Prepare(int length, long step);

    /// <summary>Keeps what is constant in this step for a group of parameters.</summary>
    /// <param name="group">The group, 0 for the optimizer's own settings.</param>
    /// <param name="groups">How many there are.</param>
    /// <param name="step">The step.</param>
    private protected abstract void Fix(int group, int groups, in StepConstants step);

    /// <summary>Makes the rule that the settings ask for and uses it.</summary>
    /// <param name="parameters">The parameters, or a part of them.</param>
    /// <param name="start">Where the part begins in the whole buffer.</param>
    /// <param name="group">The group of the part.</param>
    /// <param name="use">What to do with the rule.</param>
    /// <param name="arguments">Passed on to the use.</param>
    private protected abstract void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUse : struct, IRuleUse<T>, allows ref struct;

    /// <summary>Allocates a buffer of state.</summary>
    private protected OptimizerBuffer Allocate(string name, int length, double value = 0)
    {
        var buffer = new OptimizerBuffer(name, Element, length, value);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>The learning rate of a group.</summary>
    private protected double RateOf(int group) => Round(group == 0 ? LearningRate : LearningRate * _groups[group - 1].LearningRateFactor);

    /// <summary>Rounds a setting to the precision of the network, so that a float and the same number as a double do the same.</summary>
    private protected double Round(double value) => Element == ElementType.Float32 ? (float)value : value;

    /// <summary>The place of a group's constants, in an array that is as long as there are groups.</summary>
    private protected static ref TConstants Place<TConstants>(ref TConstants[] constants, int group, int groups)
    {
        if (constants.Length != groups)
        {
            constants = new TConstants[groups];
        }

        return ref constants[group];
    }
}
