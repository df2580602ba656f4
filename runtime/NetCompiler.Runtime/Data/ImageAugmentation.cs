using System;

namespace NetCompiler.Data;

/// <summary>
/// Changes the images of a training at random while a batch is gathered, so that the network sees each one shifted and mirrored anew in every epoch: torchvision's
/// <c>RandomCrop(size, padding)</c>, <c>RandomHorizontalFlip(p)</c> and <c>RandomVerticalFlip(p)</c>, in this order. See <see cref="Training.Trainer{TNetwork}.Augmentation"/>.
/// </summary>
/// <remarks>
/// What becomes of an image is a function of the trainer's seed, the epoch and the image's place in the data: the same bits whatever the batch and the number of
/// workers. Nothing is allocated, and the data stay as they are.
/// </remarks>
public sealed class ImageAugmentation
{
    // Draws for one image: down, right, mirrored, upside down.
    private const int Draws = 4;

    private int _input;
    private int _cropPadding;
    private double _horizontalFlip;
    private double _verticalFlip;
    private float _fill;

    /// <summary>An augmentation that changes nothing until a property says what.</summary>
    /// <param name="channels">Channels of an image, at least 1.</param>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is below 1.</exception>
    public ImageAugmentation(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Channels = channels;
        Height = height;
        Width = width;
    }

    /// <summary>Channels of an image; images are row-major, [channels, height, width].</summary>
    public int Channels { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Which input of the network the images are; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Input
    {
        get => _input;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Input));
            _input = value;
        }
    }

    /// <summary>
    /// Pixels that are set around an image before a part of its own size is cut out: it moves by up to as many in each direction, all places alike. 0 (default) to the
    /// smaller of height and width.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int CropPadding
    {
        get => _cropPadding;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(CropPadding));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Math.Min(Height, Width), nameof(CropPadding));
            _cropPadding = value;
        }
    }

    /// <summary>The probability that left and right are exchanged, 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double HorizontalFlip
    {
        get => _horizontalFlip;
        init => _horizontalFlip = RequireProbability(value, nameof(HorizontalFlip));
    }

    /// <summary>The probability that top and bottom are exchanged, 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double VerticalFlip
    {
        get => _verticalFlip;
        init => _verticalFlip = RequireProbability(value, nameof(VerticalFlip));
    }

    /// <summary>What the pixels of the padding are, as the data store pixels, before any scale: 0 (default) is black in an image of bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public float Fill
    {
        get => _fill;
        init => _fill = float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Fill), value, "A pixel is a finite number.");
    }

    /// <summary>Refuses data whose images are others.</summary>
    /// <param name="network">The network's name, for the message.</param>
    /// <param name="data">The data to train on, which fit the network.</param>
    internal void RequireFits(string network, Dataset data)
    {
        if (Input >= data.Inputs.Count)
        {
            throw new ArgumentException($"Network '{network}': the augmentation is for input {Input}, and the training data have {data.Inputs.Count}.");
        }

        DataTensor images = data.Inputs[Input];
        if (images.SampleLength != (long)Channels * Height * Width || images.Type == ElementType.Int32)
        {
            throw new ArgumentException(
                $"Network '{network}': the augmentation is for images of {Channels} x {Height} x {Width}, and a sample of input {Input} of the training data has {images.SampleLength} elements of {images.Type}.");
        }

        if (images.Type == ElementType.UInt8 && (_fill is < 0 or > 255 || _fill != MathF.Floor(_fill)))
        {
            throw new ArgumentException($"Network '{network}': the augmentation's Fill is {_fill}, and the training images are of bytes: whole numbers from 0 to 255.");
        }
    }

    /// <summary>Copies an image, changed.</summary>
    /// <typeparam name="T">What the network takes.</typeparam>
    /// <param name="data">The images.</param>
    /// <param name="sample">Which one.</param>
    /// <param name="key">The random numbers of the epoch.</param>
    /// <param name="destination">Receives the image.</param>
    internal void Apply<T>(DataTensor data, int sample, ulong key, Span<T> destination)
        where T : unmanaged
    {
        ulong draw = (ulong)sample * Draws;
        int down = CounterGenerator.Below((2 * _cropPadding) + 1, key, draw) - _cropPadding;
        int right = CounterGenerator.Below((2 * _cropPadding) + 1, key, draw + 1) - _cropPadding;
        bool isMirrored = CounterGenerator.Uniform(key, draw + 2) < _horizontalFlip;
        bool isTurned = CounterGenerator.Uniform(key, draw + 3) < _verticalFlip;

        // Of a row, the pixels that the part has from the image; the others are padding.
        int first = Math.Max(0, -right);
        int count = Width - Math.Abs(right);
        T fill = data.Converted<T>(_fill);
        int start = data.Start(sample);
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int row = 0; row < Height; row++)
            {
                int from = row + down;
                int to = isTurned ? Height - 1 - row : row;
                Span<T> pixels = destination.Slice(((channel * Height) + to) * Width, Width);
                if (from < 0 || from >= Height || count <= 0)
                {
                    pixels.Fill(fill);
                    continue;
                }

                pixels[..first].Fill(fill);
                pixels[(first + count)..].Fill(fill);
                data.Read(start + (((channel * Height) + from) * Width) + first + right, pixels.Slice(first, count));
                if (isMirrored)
                {
                    pixels.Reverse();
                }
            }
        }
    }

    private static double RequireProbability(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A probability is 0 to 1.");
}
