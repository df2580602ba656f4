using System.IO;

namespace NetCompiler.Samples.TinyImages;

/// <summary>What the command line asks for.</summary>
/// <param name="Dataset"><c>shapes</c>, <c>cifar-10</c> or <c>cifar-10-subset</c>.</param>
/// <param name="DataFolder">A folder with one folder for each data set, or null.</param>
/// <param name="Epochs">Passes over the training images, at least 1.</param>
/// <param name="Augment">Whether training images are shifted and mirrored.</param>
/// <param name="Seed">Of the drawn images, the initial weights, the order of the images and their changes.</param>
/// <param name="Workers">Threads that share each training step, at least 1; the result is the same to the bit.</param>
/// <param name="Output">Where the weights go.</param>
/// <param name="Page">Where the page of mistakes goes.</param>
internal sealed record TinyImagesOptions(string Dataset, DirectoryInfo? DataFolder, int Epochs, bool Augment, int Seed, int Workers, FileInfo Output, FileInfo Page);
