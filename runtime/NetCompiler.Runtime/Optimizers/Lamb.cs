using System;

namespace NetCompiler.Training;

/// <summary>Adam whose step is scaled, tensor by tensor, to the length of the parameters, for large batches (You et al. 2020).</summary>
/// <group>optimizers</group>
/// <formula>m and v as in Adam; u = m̂ / (√v̂ + ε) + λ w; w ← w - η ‖w‖ / ‖u‖ · u, for each tensor by itself; the quotient is 1 where a norm is 0</formula>
/// <pytorch>none; torch.optim.AdamW without the trust ratio comes nearest</pytorch>
/// <keras>keras.optimizers.Lamb(learning_rate=η, beta_1=β1, beta_2=β2, epsilon=ε); its ε is 1e-7</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
/// <remarks><see cref="RuleOptimizer.WeightDecay"/> is 0 by default; <see cref="WeightDecayForm.Decoupled"/>, the default, is the λ w of the formula, within the norm. It needs to know the tensors: a network's TrainStep, a trainer, or Step(network, gradients).</remarks>
public sealed class Lamb(double learningRate = 1e-3) : MomentOptimizer(learningRate, 1e-6, 0, WeightDecayForm.Decoupled)
{
    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _square;
    private ElementBuffer? _step;
    private LambUpdate[] _updates = [];
    private TensorNorms? _norms;

    /// <inheritdoc/>
    internal override int Passes => 3;

    private protected override bool IsElementwise => false;

    /// <inheritdoc/>
    internal override void RunPass<T>(int pass, Span<T> parameters, ReadOnlySpan<T> gradients, int worker, int workers)
    {
        Span<T> steps = _step!.Of<T>();
        if (pass == 0)
        {
            (int first, int length) = Share(parameters.Length, worker, workers);
            UpdateRuns(parameters.Slice(first, length), gradients.Slice(first, length), first);
        }
        else if (pass == 1)
        {
            _norms!.AddUp<T>(parameters, steps, worker, workers);
        }
        else
        {
            for (int block = Division.Start(_norms!.Blocks.Length, worker, workers); block < Division.Start(_norms.Blocks.Length, worker + 1, workers); block++)
            {
                TensorBlock part = _norms.Blocks[block];
                double rate = _updates[part.Group].Rate * _norms.Ratio(part.Tensor);
                var rule = new PlainSGDRule<T, NoDecay>(parameters.Slice(part.Start, part.Length), new SGDUpdate(-rate, 0, 1, 0, 1));
                FlatPass.Run<T, PlainSGDRule<T, NoDecay>>(steps.Slice(part.Start, part.Length), rule);
            }
        }
    }

    private protected override void PlanChanged() => _norms = new TensorNorms(Plan!);

    private protected override void Prepare(int length, long step)
    {
        if (_norms is null)
        {
            throw new InvalidOperationException("Lamb scales the step of each tensor, and spans have none: call Step(network, gradients), or a network's TrainStep.");
        }

        _mean ??= Allocate("exp_avg", length);
        _square ??= Allocate("exp_avg_sq", length);
        _step ??= new ElementBuffer(Element, length);
    }

    private protected override void Fix(int group, int groups, in StepConstants step) => Place(ref _updates, group, groups) = new LambUpdate(
        step.Decay,
        WeightDecayForm == WeightDecayForm.Decoupled ? 1 : step.Keep,
        WeightDecayForm == WeightDecayForm.Decoupled ? step.WeightDecay : 0,
        Beta1,
        Beta2,
        step.Rate,
        1 / BiasCorrection.Of(Beta1, step.Number),
        1 / Math.Sqrt(BiasCorrection.Of(Beta2, step.Number)),
        Epsilon);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new LambRule<T>(parameters, _mean!.Part<T>(start, parameters.Length), _square!.Part<T>(start, parameters.Length), _step!.Of<T>().Slice(start, parameters.Length), in _updates[group]), ref arguments);
}
