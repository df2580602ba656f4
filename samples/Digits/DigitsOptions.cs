using System.IO;

namespace NetCompiler.Samples.Digits;

/// <summary>What the command line asks for.</summary>
/// <param name="Dataset"><c>digits</c>, <c>fashion-mnist</c> or <c>mnist</c>.</param>
/// <param name="DataFolder">A folder with one folder for each data set, or null.</param>
/// <param name="Model"><c>lenet</c>, <c>mlp</c>, <c>linear</c> or <c>tiny</c>.</param>
/// <param name="Epochs">Passes over the training images, at least 1.</param>
/// <param name="Seed">Of the drawn images, the initial weights, the order of the images and the dropout.</param>
/// <param name="Workers">Threads that share each training step, at least 1; the result is the same to the bit.</param>
/// <param name="Output">Where the weights go.</param>
internal sealed record DigitsOptions(string Dataset, DirectoryInfo? DataFolder, string Model, int Epochs, int Seed, int Workers, FileInfo Output);
