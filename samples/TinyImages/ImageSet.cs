using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Data;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.Drawing;

namespace NetCompiler.Samples.TinyImages;

/// <summary>Colour images of 32x32 pixels, as planes of bytes, in ten classes.</summary>
/// <param name="Train">For training.</param>
/// <param name="Validation">Watched while training, not trained on.</param>
/// <param name="Test">For the result.</param>
/// <param name="ClassNames">What the classes are called.</param>
internal sealed record ImageSet(Dataset Train, Dataset Validation, Dataset Test, IReadOnlyList<string> ClassNames)
{
    /// <summary>The name of the images that this program draws itself.</summary>
    public const string Shapes = "shapes";

    // Of the training images of a public set, this share is kept for validation.
    private const double ValidationShare = 0.1;

    /// <summary>Draws images of shapes.</summary>
    public static ImageSet Draw(int seed)
    {
        return new ImageSet(Draw(0, 6_000), Draw(1, 500), Draw(2, 1_000), DrawnShapes.ClassNames);

        Dataset Draw(int split, int count)
        {
            DrawnShapes shapes = DrawnShapes.Draw(split, count, seed);
            return Dataset.Of(shapes.Pixels, shapes.Labels);
        }
    }

    /// <summary>Finds CIFAR-10 or a part of it, or downloads it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">A folder with one folder for each set, or null.</param>
    /// <param name="seed">Of the division into training and validation.</param>
    /// <param name="report">Receives a sentence for each download.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="DatasetNotFoundException">It is not here, and could not be had.</exception>
    /// <exception cref="InvalidDataException">A file is not of this format.</exception>
    public static async Task<ImageSet> FindAsync(string name, DirectoryInfo? folder, int seed, Action<string> report, CancellationToken cancellation)
    {
        KnownDataset known = name == KnownDatasets.Cifar10.Name ? KnownDatasets.Cifar10 : KnownDatasets.Cifar10Subset;
        using System.Net.Http.HttpClient client = FileDownloader.CreateClient();
        LocatedDataset located = await DatasetLocator.ForUser(folder?.FullName, client).LocateAsync(known, report, cancellation);
        string[] paths = [.. known.Files.Select(file => located.Paths[file.Name])];
        CifarImages train = CifarImages.Read(paths[..^1]);
        CifarImages test = CifarImages.Read(paths[^1]);
        (Dataset first, Dataset second) = Dataset.Of(train.Pixels, train.Labels).Split(1 - ValidationShare, seed);
        return new ImageSet(first, second, Dataset.Of(test.Pixels, test.Labels), KnownDatasets.Cifar10Classes);
    }
}
