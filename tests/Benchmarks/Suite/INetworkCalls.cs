using System;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>
/// The public members of one network that benchmarks call. Implemented by structs, so that a generic loop over them is compiled for each
/// network and calls its members directly, as user code does.
/// </summary>
internal interface INetworkCalls
{
    /// <summary>The parameters by name.</summary>
    ParameterCollection Parameters { get; }

    /// <summary>Computes the outputs of one sample.</summary>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the outputs of several samples.</summary>
    void Forward(ReadOnlySpan<float> input, int rows, Span<float> output);

    /// <summary>Takes one training step with what the network learns of the samples.</summary>
    /// <exception cref="InvalidOperationException">The network has no loss.</exception>
    float TrainStep(SampleBatch batch, Optimizer optimizer);

    /// <summary>Writes the weights as safetensors.</summary>
    void Save(string path);

    /// <summary>Trains through <see cref="Trainer{TNetwork}"/>, in batches in the order of the data.</summary>
    /// <exception cref="InvalidOperationException">The network is not measured with a trainer.</exception>
    void Fit(TrainerSettings settings, SampleData data);
}

/// <summary>How <see cref="INetworkCalls.Fit"/> trains.</summary>
internal sealed record TrainerSettings(Optimizer Optimizer, int BatchSize, int Workers, int Epochs, TimeSpan ProgressInterval, IProgress<TrainingProgress> Progress)
{
    /// <summary>Runs a trainer with these settings.</summary>
    public void Run<TNetwork>(TNetwork network, Dataset data, System.Threading.CancellationToken cancellation)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        var trainer = new Trainer<TNetwork>(network)
        {
            Optimizer = Optimizer,
            BatchSize = BatchSize,
            Workers = Workers,
            Epochs = Epochs,
            Shuffle = false,
            Progress = Progress,
            ProgressInterval = ProgressInterval,
        };
        trainer.Fit(data, null, cancellation);
    }

    /// <summary>Ends the training when enough was measured.</summary>
    public System.Threading.CancellationToken Cancellation { get; init; }
}
