using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace NetCompiler.Samples.Drawing;

/// <summary>
/// Digits that look written by hand, drawn from a seed: data for a classifier that need no download. 28x28 bytes an image like MNIST,
/// white ink on black paper. The test split is written in ways that do not occur in training.
/// </summary>
/// <param name="Pixels">784 bytes an image, row by row from the top.</param>
/// <param name="Labels">The digit of each image, 0 to 9; as many of one as of another, give or take one.</param>
public sealed record DrawnDigits(byte[] Pixels, int[] Labels)
{
    /// <summary>Width and height of an image in pixels.</summary>
    public const int Size = DigitPen.Size;

    /// <summary>Bytes in an image.</summary>
    public const int Length = Size * Size;

    /// <summary>Draws a split. The result depends on the arguments alone, not on the number of threads.</summary>
    /// <param name="split">Which of the splits.</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="seed">Another seed gives other images of the same ways of writing.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing to draw.</exception>
    public static DrawnDigits Draw(DigitSplit split, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        IReadOnlyList<IReadOnlyList<Skeleton>> skeletons = split == DigitSplit.Test ? DigitSkeletons.Test : DigitSkeletons.Train;
        byte[] pixels = new byte[count * Length];
        int[] labels = new int[count];
        Parallel.For(
            0,
            count,
            static () => new DigitPen(),
            (image, _, pen) =>
            {
                int digit = image % 10;
                var random = new DrawingRandom(seed, (int)split, image);
                Skeleton skeleton = skeletons[digit][random.Below(skeletons[digit].Count)];
                pen.Draw(skeleton, random, pixels.AsSpan(image * Length, Length));
                labels[image] = digit;
                return pen;
            },
            static _ => { });
        return new DrawnDigits(pixels, labels);
    }
}

/// <summary>The splits of <see cref="DrawnDigits"/>.</summary>
public enum DigitSplit
{
    /// <summary>For training.</summary>
    Train,

    /// <summary>Written like the training split, drawn from another stream.</summary>
    Validation,

    /// <summary>Ways of writing that are held out of both others.</summary>
    Test,
}
