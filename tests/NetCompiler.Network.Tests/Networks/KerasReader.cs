namespace NetCompiler.Network.Tests.Networks;

/// <summary>Layers that Keras has too, with tensors in another order there.</summary>
[Network(Batch = 2), Input(3, Steps = 4)]
[LSTM(5, Name = "encoder"), GRU(4, Bidirectional = true, Name = "reader"), RNN(2, Name = "simple"), Last, LayerNorm(Name = "norm"), Linear(3, Name = "head")]
public sealed partial class KerasReader;

/// <summary>A layer that Keras has not.</summary>
[Network, Input(3, Steps = 4)]
[LSTM(5, Projection = 2, Name = "encoder")]
public sealed partial class Projected;
