using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Data;
using Xunit;

namespace NetCompiler.Runtime.Tests;

public sealed class ImageAugmentationTests
{
    private const int Height = 3;
    private const int Width = 4;
    private const int Length = 2 * Height * Width;

    // Two channels; no two pixels are equal, and none is the fill.
    private static readonly byte[] s_image = [.. Enumerable.Range(0, Length).Select(i => (byte)(10 + i))];

    [Fact]
    public void Nothing_changes_unless_a_property_says_what() =>
        Assert.All(Enumerable.Range(0, 50), key => Assert.Equal(s_image, Apply(new ImageAugmentation(2, Height, Width), (ulong)key)));

    [Fact]
    public void A_flip_exchanges_the_sides_of_every_channel()
    {
        byte[] mirrored = Apply(new ImageAugmentation(2, Height, Width) { HorizontalFlip = 1 }, 1);
        byte[] turned = Apply(new ImageAugmentation(2, Height, Width) { VerticalFlip = 1 }, 1);
        for (int channel = 0; channel < 2; channel++)
        {
            for (int row = 0; row < Height; row++)
            {
                for (int column = 0; column < Width; column++)
                {
                    Assert.Equal(At(s_image, channel, row, Width - 1 - column), At(mirrored, channel, row, column));
                    Assert.Equal(At(s_image, channel, Height - 1 - row, column), At(turned, channel, row, column));
                }
            }
        }
    }

    [Fact]
    public void A_crop_takes_every_part_of_the_padded_image_about_as_often()
    {
        var augmentation = new ImageAugmentation(2, Height, Width) { CropPadding = 2, Fill = 7 };
        var places = new Dictionary<(int Down, int Right), int>();
        for (ulong key = 0; key < 5_000; key++)
        {
            byte[] image = Apply(augmentation, key);
            (int, int)[] fitting =
            [
                .. from down in Enumerable.Range(-2, 5)
                   from right in Enumerable.Range(-2, 5)
                   where Enumerable.Range(0, Length).All(i => image[i] == Moved(i / (Height * Width), (i / Width % Height) + down, (i % Width) + right))
                   select (down, right),
            ];
            (int Down, int Right) place = Assert.Single(fitting);
            places[place] = places.GetValueOrDefault(place) + 1;
        }

        // 200 on average, with a deviation of 14.
        Assert.Equal(25, places.Count);
        Assert.All(places.Values, count => Assert.InRange(count, 130, 270));
    }

    [Fact]
    public void A_flip_comes_as_often_as_its_probability_says()
    {
        var augmentation = new ImageAugmentation(2, Height, Width) { HorizontalFlip = 0.25 };
        int flipped = Enumerable.Range(0, 4_000).Count(key => !Apply(augmentation, (ulong)key).SequenceEqual(s_image));

        // 1000 on average, with a deviation of 27.
        Assert.InRange(flipped, 850, 1150);
    }

    [Fact]
    public void Every_sample_and_every_epoch_has_a_change_of_its_own()
    {
        DataTensor images = DataTensor.Of([.. Enumerable.Repeat(s_image, 30).SelectMany(image => image)], Length);
        var augmentation = new ImageAugmentation(2, Height, Width) { CropPadding = 2, HorizontalFlip = 0.5 };
        string[] Epoch(ulong key) => [.. Enumerable.Range(0, 30).Select(sample =>
        {
            byte[] image = new byte[Length];
            augmentation.Apply(images, sample, key, image.AsSpan());
            return Convert.ToHexString(image);
        })];

        Assert.Equal(Epoch(1), Epoch(1));
        Assert.True(Epoch(1).Distinct().Count() > 10);
        Assert.True(Epoch(1).Zip(Epoch(2)).Count(pair => pair.First == pair.Second) < 15);
    }

    [Fact]
    public void Bytes_that_are_read_as_floats_are_scaled_with_their_fill()
    {
        var augmentation = new ImageAugmentation(2, Height, Width) { CropPadding = 2, HorizontalFlip = 0.5, Fill = 7 };
        DataTensor scaled = DataTensor.Of(s_image, Length, 0.5f, -1);
        float[] floats = new float[Length];
        double[] doubles = new double[Length];
        for (ulong key = 0; key < 20; key++)
        {
            augmentation.Apply(scaled, 0, key, floats.AsSpan());
            augmentation.Apply(scaled, 0, key, doubles.AsSpan());
            Assert.Equal(Apply(augmentation, key).Select(value => (value * 0.5f) - 1), floats);
            Assert.Equal(floats.Select(value => (double)value), doubles);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Dataset data = Dataset.Of(s_image, [0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation(2, Height, Width) { CropPadding = 4 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation(2, Height, Width) { HorizontalFlip = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation(2, Height, Width) { Fill = float.NaN });
        string Refusal(ImageAugmentation augmentation) => Assert.Throws<ArgumentException>(() => augmentation.RequireFits("Net", data)).Message;
        Assert.Contains("images of 3 x 3 x 4, and a sample of input 0 of the training data has 24 elements of UInt8", Refusal(new ImageAugmentation(3, Height, Width)), StringComparison.Ordinal);
        Assert.Contains("input 1, and the training data have 1", Refusal(new ImageAugmentation(2, Height, Width) { Input = 1 }), StringComparison.Ordinal);
        Assert.Contains("Fill is 0.5", Refusal(new ImageAugmentation(2, Height, Width) { Fill = 0.5f }), StringComparison.Ordinal);
    }

    private static byte[] Apply(ImageAugmentation augmentation, ulong key)
    {
        byte[] image = new byte[Length];
        augmentation.Apply(DataTensor.Of(s_image, Length), 0, key, image.AsSpan());
        return image;
    }

    private static byte At(byte[] image, int channel, int row, int column) => image[(((channel * Height) + row) * Width) + column];

    private static byte Moved(int channel, int row, int column) =>
        row is < 0 or >= Height || column is < 0 or >= Width ? (byte)7 : At(s_image, channel, row, column);
}
