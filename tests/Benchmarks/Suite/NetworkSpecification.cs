using NetCompiler.Benchmarks.Suite.Graph;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>What a benchmark network learns.</summary>
internal enum Objective
{
    /// <summary>Nothing: inference only.</summary>
    None,

    /// <summary>Class indices, by <c>torch.nn.CrossEntropyLoss</c>.</summary>
    CrossEntropy,

    /// <summary>Its own input, by <c>torch.nn.MSELoss</c>.</summary>
    Reconstruction,

    /// <summary>Real numbers, by <c>torch.nn.MSELoss</c>.</summary>
    Regression,

    /// <summary>A mask of zeros and ones, by <c>torch.nn.BCEWithLogitsLoss</c>.</summary>
    Mask,
}

/// <summary>What is measured of a network.</summary>
internal enum Coverage
{
    /// <summary>Inference and training of one sample and of batches, by hand and by a trainer.</summary>
    Full,

    /// <summary>Inference of one sample and of a batch, and steps of stochastic gradient descent: what takes milliseconds.</summary>
    Steps,

    /// <summary>Inference of one sample.</summary>
    Sample,
}

/// <summary>A network: what peers need to build the same one, and how much work it is.</summary>
/// <param name="Name">The name in results.</param>
/// <param name="Graph">What it computes.</param>
/// <param name="Objective">What it learns.</param>
/// <param name="Coverage">What is measured.</param>
internal sealed record NetworkSpecification(string Name, NetworkGraph Graph, Objective Objective, Coverage Coverage)
{
    /// <summary>Numbers in an input sample.</summary>
    public int Inputs => Graph.Input.Length;

    /// <summary>How many tokens there are of which the samples consist; 0 where they are numbers.</summary>
    public int Vocabulary => Graph.Input.Vocabulary;

    /// <summary>Classes that are learnt of a sample: one, or one for each step of tokens.</summary>
    public int LabelsOfSample => Vocabulary > 0 ? Graph.Output.Shape[0] : 1;

    /// <summary>How many classes there are.</summary>
    public int Classes => Outputs / LabelsOfSample;

    /// <summary>Numbers in an output sample.</summary>
    public int Outputs => Graph.Output.Length;

    /// <summary>Weights and biases.</summary>
    public long Parameters { get; } = Graph.Parameters;

    /// <summary>Numbers of one sample that must be written and read: the input, what products read, and the output.</summary>
    public long Activations { get; } = Graph.Activations;

    /// <summary>Floating-point operations of inference, a multiply-add being two; products only, as elementwise work is not counted.</summary>
    public long InferenceOperations(int rows) => 2 * Graph.MultiplyAdds * rows;

    /// <summary>Operations of forward, weight gradients and input gradients; the gradient by the network's own input is not needed.</summary>
    public long TrainingOperations(int rows) => (3 * InferenceOperations(rows)) - (2 * Graph.MultiplyAddsOfInput * rows);

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
}
