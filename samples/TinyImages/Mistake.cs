namespace NetCompiler.Samples.TinyImages;

/// <summary>A test image that the network takes for something else.</summary>
/// <param name="Sample">Its place in the test images.</param>
/// <param name="Pixels">Red, green and blue plane.</param>
/// <param name="Label">What it is.</param>
/// <param name="Predicted">What the network takes it for.</param>
/// <param name="Probability">The network's probability of <paramref name="Predicted"/>.</param>
/// <param name="LabelProbability">The network's probability of <paramref name="Label"/>.</param>
internal sealed record Mistake(int Sample, byte[] Pixels, int Label, int Predicted, double Probability, double LabelProbability);
