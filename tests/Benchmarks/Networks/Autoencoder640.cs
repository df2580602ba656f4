using NetCompiler;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>ae_640: the autoencoder of MLPerf Tiny's anomaly detection without its batch normalization, trained towards its own input.</summary>
[Network(Batch = 128), Input(640)]
[Linear(128), ReLU]
[Linear(128), ReLU]
[Linear(128), ReLU]
[Linear(128), ReLU]
[Linear(8), ReLU]
[Linear(128), ReLU]
[Linear(128), ReLU]
[Linear(128), ReLU]
[Linear(128), ReLU]
[Linear(640)]
[MeanSquaredError(Target = "input")]
public sealed partial class Autoencoder640;
