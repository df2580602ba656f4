using System;
using System.Collections.Generic;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>The activation between the layers of a benchmark network.</summary>
internal enum Activation
{
    /// <summary><c>torch.nn.ReLU</c>.</summary>
    ReLU,

    /// <summary><c>torch.nn.Tanh</c>.</summary>
    Tanh,
}

/// <summary>What a benchmark network learns.</summary>
internal enum Objective
{
    /// <summary>Class indices, by <c>torch.nn.CrossEntropyLoss</c>.</summary>
    CrossEntropy,

    /// <summary>Its own input, by <c>torch.nn.MSELoss</c>.</summary>
    Reconstruction,
}

/// <summary>A fully connected network: what peers need to build the same one, and how much work it is.</summary>
/// <param name="Name">The name in results.</param>
/// <param name="Widths">Numbers in a sample of the input and of each layer's output.</param>
/// <param name="Activation">Between the layers; there is none after the last.</param>
/// <param name="Objective">What it learns.</param>
internal sealed record NetworkSpecification(string Name, IReadOnlyList<int> Widths, Activation Activation, Objective Objective)
{
    /// <summary>Numbers in an input sample.</summary>
    public int Inputs => Widths[0];

    /// <summary>Numbers in an output sample.</summary>
    public int Outputs => Widths[^1];

    /// <summary>Weights and biases.</summary>
    public long Parameters
    {
        get
        {
            long count = 0;
            for (int layer = 1; layer < Widths.Count; layer++)
            {
                count += ((long)Widths[layer - 1] + 1) * Widths[layer];
            }

            return count;
        }
    }

    /// <summary>Numbers in the input and in every layer's output, for one sample.</summary>
    public long Activations
    {
        get
        {
            long count = 0;
            foreach (int width in Widths)
            {
                count += width;
            }

            return count;
        }
    }

    /// <summary>Floating-point operations of inference, a multiply-add being two; products only, as elementwise work is not counted.</summary>
    public long InferenceOperations(int rows)
    {
        long products = 0;
        for (int layer = 1; layer < Widths.Count; layer++)
        {
            products += (long)Widths[layer - 1] * Widths[layer];
        }

        return 2 * products * rows;
    }

    /// <summary>Operations of forward, weight gradients and input gradients; the gradient by the network's own input is not needed.</summary>
    public long TrainingOperations(int rows) => (3 * InferenceOperations(rows)) - (2L * Widths[0] * Widths[1] * rows);

    /// <summary>Bytes that inference must read or write at least once: parameters and activations.</summary>
    public long InferenceBytes(int rows) => sizeof(float) * (Parameters + (rows * Activations));

    /// <summary>
    /// Bytes that a training step must read or write at least: parameters and optimizer states each read and written, activations written and read.
    /// </summary>
    /// <param name="rows">Samples in the step.</param>
    /// <param name="states">Numbers that the optimizer keeps for each parameter.</param>
    public long TrainingBytes(int rows, int states) => sizeof(float) * 2 * (((1 + states) * Parameters) + (rows * Activations));

    /// <summary>Bytes that a training step uses, which decide the level of the caches that it lives in.</summary>
    public long TrainingFootprint(int rows, int states) => sizeof(float) * (((1 + states) * Parameters) + (rows * Activations));

    /// <summary>The index of a layer's parameters in <c>torch.nn.Sequential</c>: activations count.</summary>
    public static int SequentialIndex(int layer) => 2 * (layer - 1);
}
