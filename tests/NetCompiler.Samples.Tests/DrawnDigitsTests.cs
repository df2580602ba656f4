using System;
using System.Linq;
using NetCompiler.Samples.Drawing;
using Xunit;

namespace NetCompiler.Samples.Tests;

public sealed class DrawnDigitsTests
{
    [Fact]
    public void The_same_arguments_draw_the_same_bytes()
    {
        DrawnDigits once = DrawnDigits.Draw(DigitSplit.Train, 200, seed: 5);
        DrawnDigits again = DrawnDigits.Draw(DigitSplit.Train, 200, seed: 5);

        Assert.Equal(once.Pixels, again.Pixels);
        Assert.Equal(once.Labels, again.Labels);
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_drawn()
    {
        DrawnDigits few = DrawnDigits.Draw(DigitSplit.Test, 17, seed: 5);
        DrawnDigits many = DrawnDigits.Draw(DigitSplit.Test, 90, seed: 5);

        Assert.Equal(few.Pixels, many.Pixels.AsSpan(0, 17 * DrawnDigits.Length).ToArray());
    }

    [Theory]
    [InlineData(DigitSplit.Train, 6, DigitSplit.Train, 5)]
    [InlineData(DigitSplit.Validation, 5, DigitSplit.Train, 5)]
    [InlineData(DigitSplit.Test, 5, DigitSplit.Train, 5)]
    [InlineData(DigitSplit.Test, 5, DigitSplit.Validation, 5)]
    public void Another_seed_or_split_draws_every_image_otherwise(DigitSplit left, int leftSeed, DigitSplit right, int rightSeed)
    {
        const int count = 50;
        DrawnDigits one = DrawnDigits.Draw(left, count, leftSeed);
        DrawnDigits other = DrawnDigits.Draw(right, count, rightSeed);

        Assert.All(
            Enumerable.Range(0, count),
            image => Assert.False(Image(one, image).SequenceEqual(Image(other, image)), $"Image {image} is the same in both."));
    }

    [Fact]
    public void Each_digit_occurs_equally_often()
    {
        DrawnDigits digits = DrawnDigits.Draw(DigitSplit.Validation, 250, seed: 1);

        Assert.Equal(Enumerable.Repeat(25, 10), Enumerable.Range(0, 10).Select(digit => digits.Labels.Count(label => label == digit)));
    }

    [Theory]
    [InlineData(DigitSplit.Train)]
    [InlineData(DigitSplit.Test)]
    public void Every_image_is_a_thin_figure_that_stays_clear_of_the_border(DigitSplit split)
    {
        const int count = 1000;
        DrawnDigits digits = DrawnDigits.Draw(split, count, seed: 9);
        int touching = 0;
        for (int image = 0; image < count; image++)
        {
            ReadOnlySpan<byte> pixels = Image(digits, image);
            int ink = 0;
            bool touches = false;
            for (int i = 0; i < pixels.Length; i++)
            {
                (int row, int column) = Math.DivRem(i, DrawnDigits.Size);
                if (pixels[i] > 127)
                {
                    ink++;
                    touches |= row is 0 or 27 || column is 0 or 27;
                }
            }

            Assert.InRange(ink, 14, 330);
            touching += touches ? 1 : 0;
        }

        Assert.InRange(touching, 0, count / 100);
    }

    [Fact]
    public void No_way_of_writing_is_both_trained_and_tested()
    {
        for (int digit = 0; digit < 10; digit++)
        {
            Assert.True(DigitSkeletons.Train[digit].Count >= 3);
            Assert.True(DigitSkeletons.Test[digit].Count >= 2);
            foreach (Skeleton test in DigitSkeletons.Test[digit])
            {
                Assert.DoesNotContain(DigitSkeletons.Train[digit], train => Points(train).SequenceEqual(Points(test)));
            }
        }
    }

    [Fact]
    public void The_mean_images_of_training_recognise_most_of_the_test_split()
    {
        DrawnDigits train = DrawnDigits.Draw(DigitSplit.Train, 3000, seed: 3);
        DrawnDigits test = DrawnDigits.Draw(DigitSplit.Test, 1000, seed: 3);
        float[][] means = [.. Enumerable.Range(0, 10).Select(_ => new float[DrawnDigits.Length])];
        for (int image = 0; image < train.Labels.Length; image++)
        {
            ReadOnlySpan<byte> pixels = Image(train, image);
            for (int i = 0; i < pixels.Length; i++)
            {
                means[train.Labels[image]][i] += pixels[i] / 300f;
            }
        }

        int right = Enumerable.Range(0, test.Labels.Length).Count(image => Nearest(means, Image(test, image)) == test.Labels[image]);

        // Far above the 100 of chance, and far below what a network reaches.
        Assert.InRange(right, 550, 900);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5,.5")]
    [InlineData(".5,.5 .6")]
    [InlineData(".5,.5 a,b")]
    public void A_skeleton_that_is_none_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Skeleton.Parse(text));
    }

    [Fact]
    public void A_piece_after_a_corner_begins_in_the_corner()
    {
        Skeleton skeleton = Skeleton.Parse("0,0 1,0 | 1,1 / .5,.5 .5,1");

        Assert.Equal(2, skeleton.Strokes.Count);
        Assert.Equal([new(1, 0), new(1, 1)], skeleton.Strokes[0][1]);
    }

    private static int Nearest(float[][] means, ReadOnlySpan<byte> pixels)
    {
        int nearest = 0;
        float least = float.MaxValue;
        for (int digit = 0; digit < means.Length; digit++)
        {
            float distance = 0;
            for (int i = 0; i < pixels.Length; i++)
            {
                float difference = pixels[i] - means[digit][i];
                distance += difference * difference;
            }

            if (distance < least)
            {
                (nearest, least) = (digit, distance);
            }
        }

        return nearest;
    }

    private static System.Collections.Generic.IEnumerable<System.Numerics.Vector2> Points(Skeleton skeleton)
    {
        return skeleton.Strokes.SelectMany(stroke => stroke).SelectMany(piece => piece);
    }

    private static ReadOnlySpan<byte> Image(DrawnDigits digits, int image) => digits.Pixels.AsSpan(image * DrawnDigits.Length, DrawnDigits.Length);
}
