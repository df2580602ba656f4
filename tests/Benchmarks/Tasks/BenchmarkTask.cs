using System;
using System.Collections.Generic;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Tasks;

/// <summary>The optimizers that are measured.</summary>
internal enum OptimizerKind
{
    /// <summary>Inference: none.</summary>
    None,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    SGDMomentum,

    /// <summary>Adam with its default moments.</summary>
    Adam,
}

/// <summary>What is measured of a network.</summary>
/// <param name="Name">The name in results.</param>
/// <param name="Optimizer">For training.</param>
/// <param name="Rows">Samples in a call.</param>
internal sealed record BenchmarkTask(string Name, OptimizerKind Optimizer, int Rows)
{
    /// <summary>Batches that calls go through in turn, for us and for every peer.</summary>
    public const int InferenceBatches = 16;

    /// <summary>The same for training.</summary>
    public const int TrainingBatches = 8;

    /// <summary>
    /// So small that the millions of steps of a measurement do not learn the batches by heart: gradients that vanish would become subnormal, and what
    /// is measured then would not be training.
    /// </summary>
    public const float LearningRate = 1e-7f;

    private static readonly BenchmarkTask s_sample = new("infer_b1", OptimizerKind.None, 1);
    private static readonly BenchmarkTask[] s_steps = [new("train_sgdm_b32", OptimizerKind.SGDMomentum, 32), new("train_sgdm_b128", OptimizerKind.SGDMomentum, 128)];

    /// <summary>The tasks of inference.</summary>
    public static IReadOnlyList<BenchmarkTask> Inference(Coverage coverage) => coverage == Coverage.Sample ? [s_sample] : [s_sample, new("infer_b32", OptimizerKind.None, 32)];

    /// <summary>The tasks of training with one worker.</summary>
    public static IReadOnlyList<BenchmarkTask> Training(Coverage coverage) => coverage switch
    {
        Coverage.Full => [.. s_steps, new("train_adam_b32", OptimizerKind.Adam, 32), new("train_adam_b128", OptimizerKind.Adam, 128)],
        Coverage.Steps => s_steps,
        _ => [],
    };

    /// <summary>Samples that calls go through in turn.</summary>
    public int Samples => Rows * (Optimizer == OptimizerKind.None ? InferenceBatches : TrainingBatches);

    /// <summary>Numbers that the optimizer keeps for each parameter.</summary>
    private int States => Optimizer switch
    {
        OptimizerKind.SGDMomentum => 1,
        OptimizerKind.Adam => 2,
        _ => 0,
    };

    /// <summary>Our optimizer.</summary>
    public static Optimizer Create(OptimizerKind kind, float learningRate) => kind switch
    {
        OptimizerKind.SGDMomentum => new SGD(learningRate) { Momentum = 0.9f },
        OptimizerKind.Adam => new Adam(learningRate),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Inference has no optimizer."),
    };

    /// <summary>Floating-point operations of one call.</summary>
    public long Operations(NetworkSpecification network) =>
        Optimizer == OptimizerKind.None ? network.InferenceOperations(Rows) : network.TrainingOperations(Rows);

    /// <summary>The least time of one call in nanoseconds.</summary>
    public double LeastTime(NetworkSpecification network, MachineLimits limits, int cores)
    {
        bool infers = Optimizer == OptimizerKind.None;
        double bytes = infers ? network.InferenceBytes(Rows) : network.TrainingBytes(Rows, States);
        double footprint = infers ? network.InferenceBytes(Rows) : network.TrainingFootprint(Rows, States);
        return limits.LeastTime(Operations(network), bytes, footprint, cores);
    }
}
