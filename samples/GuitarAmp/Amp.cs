using NetCompiler;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>A sample of the guitar in, a sample of the amplifier out. It is trained on pieces of 512 samples, and plays one at a time.</summary>
[Network(Batch = 32, Streaming = true)]
[Input(1, Steps = 512, Lengths = false)]
[LSTM(16)]
[Linear(1)]
[MeanSquaredError]
public sealed partial class Amp;
