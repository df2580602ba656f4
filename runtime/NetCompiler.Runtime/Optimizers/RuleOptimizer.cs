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
    private double _weightDecay;

    private protected RuleOptimizer(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The weight decay λ, finite and 0 or more. It falls on every parameter, biases too. What it does is <see cref="WeightDecayForm"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = RequireNotNegative(value, nameof(WeightDecay));
    }

    /// <summary>What <see cref="WeightDecay"/> does.</summary>
    public WeightDecayForm WeightDecayForm { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerBuffer> Buffers => _buffers;

    /// <inheritdoc/>
    internal override bool CanFuse => true;

    /// <inheritdoc/>
    protected sealed override void Begin(int length, long step)
    {
        double rate = Round(LearningRate);
        double decay = Round(WeightDecay);
        double keep = WeightDecayForm switch
        {
            WeightDecayForm.Decoupled => 1 - (rate * decay),
            WeightDecayForm.Independent => 1 - decay,
            _ => 1,
        };
        Begin(length, new StepConstants(step, rate, WeightDecayForm == WeightDecayForm.Coupled ? decay : 0, keep));
    }

    /// <inheritdoc/>
    protected sealed override void UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start) => Flat(parameters, gradients, start);

    /// <inheritdoc/>
    protected sealed override void UpdatePart(Span<double> parameters, ReadOnlySpan<double> gradients, int start) => Flat(parameters, gradients, start);

    /// <inheritdoc/>
    internal sealed override void Fuse<T, TPass>(Span<T> parameters, TPass pass, scoped ref StepArguments arguments) =>
        Choose(parameters, 0, new FusedUse<T, TPass>(pass), ref arguments);

    /// <summary>Checks the settings, allocates the state that is missing, and keeps what is constant in this step.</summary>
    private protected abstract void Begin(int length, in StepConstants step);

    /// <summary>Makes the rule that the settings ask for and uses it.</summary>
    /// <param name="parameters">The parameters, or a part of them.</param>
    /// <param name="start">Where the part begins in the whole buffer.</param>
    /// <param name="use">What to do with the rule.</param>
    /// <param name="arguments">Passed on to the use.</param>
    private protected abstract void Choose<T, TUse>(Span<T> parameters, int start, TUse use, scoped ref StepArguments arguments)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUse : struct, IRuleUse<T>, allows ref struct;

    /// <summary>Allocates a buffer of state.</summary>
    private protected OptimizerBuffer Allocate(string name, int length, double value = 0)
    {
        var buffer = new OptimizerBuffer(name, Element, length, value);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Rounds a setting to the precision of the network, so that a float and the same number as a double do the same.</summary>
    private protected double Round(double value) => Element == ElementType.Float32 ? (float)value : value;

    private void Flat<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        StepArguments none = default;
        Choose(parameters, start, new FlatUse<T>(gradients), ref none);
    }
}
