using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Data;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.Drawing;

namespace NetCompiler.Samples.Digits;

/// <summary>Images of 28x28 pixels between 0 and 1, in ten classes.</summary>
/// <param name="Train">For training.</param>
/// <param name="Validation">Watched while training, not trained on.</param>
/// <param name="Test">For the result.</param>
/// <param name="ClassNames">What the classes are called.</param>
internal sealed record ImageData(Dataset Train, Dataset Validation, Dataset Test, IReadOnlyList<string> ClassNames)
{
    /// <summary>The name of the images that this program draws itself.</summary>
    public const string Digits = "digits";

    /// <summary>Width and height of an image.</summary>
    public const int Size = 28;

    /// <summary>The factor that makes numbers between 0 and 1 of bytes.</summary>
    public const float Scale = 1f / 255f;

    // Of the 60,000 training images of a public set, these are kept for validation.
    private const int ValidationImages = 5_000;

    private static readonly string[] s_digits = [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Draws the digits.</summary>
    public static ImageData Draw(int seed)
    {
        return new ImageData(Draw(DigitSplit.Train, 20_000), Draw(DigitSplit.Validation, 2_000), Draw(DigitSplit.Test, 4_000), s_digits);

        Dataset Draw(DigitSplit split, int count)
        {
            DrawnDigits digits = DrawnDigits.Draw(split, count, seed);
            return Dataset.Of(digits.Pixels, Scale, digits.Labels);
        }
    }

    /// <summary>Finds a public set, or downloads it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">A folder with one folder for each set, or null.</param>
    /// <param name="seed">Of the division into training and validation.</param>
    /// <param name="report">Receives a sentence for each download.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="DatasetNotFoundException">It is not here, and could not be had.</exception>
    /// <exception cref="InvalidDataException">A file is no IDX file of images or labels, or they do not fit each other.</exception>
    public static async Task<ImageData> FindAsync(string name, DirectoryInfo? folder, int seed, Action<string> report, CancellationToken cancellation)
    {
        bool fashion = name == KnownDatasets.FashionMnist.Name;
        using System.Net.Http.HttpClient client = FileDownloader.CreateClient();
        LocatedDataset located = await DatasetLocator.ForUser(folder?.FullName, client)
            .LocateAsync(fashion ? KnownDatasets.FashionMnist : KnownDatasets.Mnist, report, cancellation);
        Dataset all = Read(located, KnownDatasets.TrainImages, KnownDatasets.TrainLabels);
        (Dataset train, Dataset validation) = all.Split((all.Count - ValidationImages) / (double)all.Count, seed);
        return new ImageData(
            train,
            validation,
            Read(located, KnownDatasets.TestImages, KnownDatasets.TestLabels),
            fashion ? KnownDatasets.FashionMnistClasses : s_digits);
    }

    private static Dataset Read(LocatedDataset located, string images, string labels)
    {
        IdxTensor pixels = Idx.ReadImages(located.Paths[images]);
        int[] classes = Idx.ReadLabels(located.Paths[labels]);
        if (pixels.Shape is not [int count, Size, Size] || count != classes.Length || count <= ValidationImages || classes.Any(label => label is < 0 or > 9))
        {
            throw new InvalidDataException(
                $"{located.Paths[images]} has the shape [{string.Join(", ", pixels.Shape)}] and {located.Paths[labels]} {classes.Length} labels from {classes.Min()} to {classes.Max()}; "
                + $"expected are more than {ValidationImages} images of {Size}x{Size} and as many labels from 0 to 9.");
        }

        return Dataset.Of(pixels.Values, Scale, classes);
    }
}
