using System;

namespace NetCompiler.Training;

/// <summary>Steps of a length for each parameter, which grows while the sign of its gradient stays and shrinks when it changes (Riedmiller and Braun 1993). For gradients of all data at once.</summary>
/// <group>optimizers</group>
/// <formula>s ← s η+ where g g₋ &gt; 0, s η- where it is &lt; 0, from Δmin to Δmax; g ← 0 where g g₋ &lt; 0; w ← w - sign(g) s; g₋ ← g; at first s is the learning rate</formula>
/// <pytorch>torch.optim.Rprop(lr, etas=(η-, η+), step_sizes=(Δmin, Δmax))</pytorch>
/// <keras>none</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
/// <remarks>The learning rate is the first size of the steps; later it changes nothing.</remarks>
public sealed class Rprop(double learningRate = 1e-2) : RuleOptimizer(learningRate)
{
    private OptimizerBuffer? _previous;
    private OptimizerBuffer? _size;
    private RpropUpdate[] _updates = [];
    private double _shrink = 0.5;
    private double _grow = 1.2;
    private double _leastStep = 1e-6;
    private double _greatestStep = 50;

    /// <summary>The factor η- of a step's size when the sign of the gradient changes, above 0 and below 1; default 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double EtaMinus
    {
        get => _shrink;
        set => _shrink = RequireShrink(value, nameof(EtaMinus));
    }

    /// <summary>The factor η+ of a step's size while the sign of the gradient stays, above 1; default 1.2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double EtaPlus
    {
        get => _grow;
        set => _grow = RequireGrow(value, nameof(EtaPlus));
    }

    /// <summary>The least size Δmin of a step, 0 or more; default 1e-6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MinimumStepSize
    {
        get => _leastStep;
        set => _leastStep = RequireNotNegative(value, nameof(MinimumStepSize));
    }

    /// <summary>The greatest size Δmax of a step, 0 or more; default 50.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MaximumStepSize
    {
        get => _greatestStep;
        set => _greatestStep = RequireNotNegative(value, nameof(MaximumStepSize));
    }

    private protected override void Prepare(int length, long step)
    {
        if (_size is not null)
        {
            return;
        }

        _previous = Allocate("prev", length);
        _size = Allocate("step_size", length, RateOf(0));
        foreach (ParameterRun run in Plan?.Runs ?? [])
        {
            _size.Fill(run.Start, run.Length, RateOf(run.Group));
        }
    }

    private protected override void Fix(int group, int groups, in StepConstants step) =>
        Place(ref _updates, group, groups) = new RpropUpdate(step.Decay, step.Keep, EtaMinus, EtaPlus, MinimumStepSize, MaximumStepSize);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new RpropRule<T>(parameters, _previous!.Part<T>(start, parameters.Length), _size!.Part<T>(start, parameters.Length), in _updates[group]), ref arguments);

    private static double RequireShrink(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number above 0 and below 1.");

    private static double RequireGrow(double value, string name) =>
        value > 1 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number above 1.");
}
