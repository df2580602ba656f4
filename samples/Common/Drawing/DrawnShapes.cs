using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace NetCompiler.Samples.Drawing;

/// <summary>
/// Colour images of ten shapes, drawn from a seed: data for a classifier that need no download. Planes of 32x32 bytes, red, green and blue, like CIFAR-10. Place, size, tilt and
/// colours vary, the ground shades from one colour into another, smaller scraps lie about, and every pixel has some noise.
/// </summary>
/// <param name="Pixels">3072 bytes an image.</param>
/// <param name="Labels">The shape of each image, 0 to 9; as many of one as of another, give or take one.</param>
public sealed record DrawnShapes(byte[] Pixels, int[] Labels)
{
    /// <summary>Width and height of an image in pixels.</summary>
    public const int Size = 32;

    /// <summary>Bytes in an image.</summary>
    public const int Length = 3 * Size * Size;

    private const int Scraps = 3;

    // Beside the splits of the drawn digits.
    private const int FirstSplit = 100;

    /// <summary>What the shapes are called, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["disc", "ring", "square", "frame", "triangle", "cross", "bar", "star", "crescent", "heart"];

    /// <summary>Draws images. The result depends on the arguments alone, not on the number of threads.</summary>
    /// <param name="split">Which stream of images: 0 to train on, 1 to validate, 2 to test.</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="seed">Another seed gives other images.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing to draw, or no such stream.</exception>
    public static DrawnShapes Draw(int split, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(split);
        byte[] pixels = new byte[count * Length];
        int[] labels = new int[count];
        Parallel.For(0, count, image =>
        {
            labels[image] = image % ClassNames.Count;
            Draw(labels[image], new DrawingRandom(seed, FirstSplit + split, image), pixels.AsSpan(image * Length, Length));
        });
        return new DrawnShapes(pixels, labels);
    }

    private static void Draw(int label, DrawingRandom random, Span<byte> pixels)
    {
        (Colour from, Colour to) = (Colour.Random(ref random), Colour.Random(ref random));
        Colour ink = Colour.Random(ref random);
        while (ink.Distance(from) < 0.5f || ink.Distance(to) < 0.5f)
        {
            ink = Colour.Random(ref random);
            from = from.Mixed(Colour.Random(ref random), 0.2f);
            to = to.Mixed(from, 0.3f);
        }

        float slope = random.Uniform(0, 2 * MathF.PI);
        float noise = random.Uniform(0.02f, 0.08f);
        var shape = new Placement(ref random, radius: random.Uniform(7.5f, 13f), spread: 5f);
        var scraps = new (Placement Place, Colour Colour)[Scraps];
        for (int i = 0; i < Scraps; i++)
        {
            scraps[i] = (new Placement(ref random, random.Uniform(1f, 2.2f), spread: 15f), Colour.Random(ref random));
        }

        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                float across = (((column - 15.5f) * MathF.Cos(slope)) + ((row - 15.5f) * MathF.Sin(slope))) / 44f;
                Colour colour = from.Mixed(to, across + 0.5f);
                foreach ((Placement place, Colour scrap) in scraps)
                {
                    (float x, float y) = place.Local(column, row);
                    colour = colour.Mixed(scrap, place.Cover(Distance(0, x, y)));
                }

                (float u, float v) = shape.Local(column, row);
                colour = colour.Mixed(ink, shape.Cover(Distance(label, u, v)));
                int at = (row * Size) + column;
                pixels[at] = Byte(colour.Red + random.Normal(noise));
                pixels[at + (Size * Size)] = Byte(colour.Green + random.Normal(noise));
                pixels[at + (2 * Size * Size)] = Byte(colour.Blue + random.Normal(noise));
            }
        }
    }

    // Below 0 inside of a shape of radius 1 around the origin; about the distance to its edge.
    private static float Distance(int label, float x, float y)
    {
        float radius = MathF.Sqrt((x * x) + (y * y));
        float box = MathF.Max(MathF.Abs(x), MathF.Abs(y));
        return label switch
        {
            0 => radius - 0.9f,
            1 => MathF.Abs(radius - 0.75f) - 0.17f,
            2 => box - 0.75f,
            3 => MathF.Abs(box - 0.65f) - 0.15f,
            4 => MathF.Max((MathF.Abs(x) * 0.866f) + (y * 0.5f), -y) - 0.5f,
            5 => MathF.Max(MathF.Min(MathF.Abs(x), MathF.Abs(y)) - 0.24f, box - 0.9f),
            6 => MathF.Max(MathF.Abs(y) - 0.24f, MathF.Abs(x) - 1f),
            7 => Star(MathF.Atan2(x, -y), radius),
            8 => MathF.Max(radius - 0.95f, 0.8f - MathF.Sqrt(((x - 0.42f) * (x - 0.42f)) + (y * y))),
            _ => Heart(x, y),
        };
    }

    // Five points: along the edge between a point and the notch beside it, the radius falls from 1 to 0.42.
    private static float Star(float angle, float radius)
    {
        const float Half = MathF.PI / 5;
        float away = MathF.Abs(MathF.IEEERemainder(angle, 2 * Half));
        float edge = 0.42f * MathF.Sin(Half) / ((0.42f * MathF.Sin(Half - away)) + MathF.Sin(away));
        return (radius - edge) * 0.7f;
    }

    // (x² + y² - 1)³ < x² y³, with y upwards.
    private static float Heart(float x, float y)
    {
        (float u, float v) = (x * 1.25f, (-y * 1.25f) + 0.15f);
        float inner = (u * u) + (v * v) - 1f;
        float value = (inner * inner * inner) - (u * u * v * v * v);
        return MathF.Cbrt(value) * 0.35f;
    }

    private static byte Byte(float value) => (byte)Math.Clamp((int)MathF.Round(255f * value), 0, 255);

    private readonly record struct Colour(float Red, float Green, float Blue)
    {
        public static Colour Random(ref DrawingRandom random) => new(random.Uniform(), random.Uniform(), random.Uniform());

        public float Distance(Colour other) => MathF.Abs(Red - other.Red) + MathF.Abs(Green - other.Green) + MathF.Abs(Blue - other.Blue);

        public Colour Mixed(Colour other, float share)
        {
            share = Math.Clamp(share, 0f, 1f);
            return new(Red + (share * (other.Red - Red)), Green + (share * (other.Green - Green)), Blue + (share * (other.Blue - Blue)));
        }
    }

    /// <summary>Where a shape lies: its centre, its radius in pixels, and its angle.</summary>
    private readonly struct Placement
    {
        private readonly float _x;
        private readonly float _y;
        private readonly float _radius;
        private readonly float _sine;
        private readonly float _cosine;

        public Placement(ref DrawingRandom random, float radius, float spread)
        {
            _radius = radius;
            _x = 15.5f + random.Uniform(-spread, spread);
            _y = 15.5f + random.Uniform(-spread, spread);
            (_sine, _cosine) = MathF.SinCos(random.Uniform(-0.4f, 0.4f));
        }

        public (float X, float Y) Local(int column, int row)
        {
            (float x, float y) = ((column - _x) / _radius, (row - _y) / _radius);
            return ((x * _cosine) + (y * _sine), (y * _cosine) - (x * _sine));
        }

        /// <summary>How much of a pixel is covered, from its distance to the edge.</summary>
        public float Cover(float distance) => Math.Clamp(0.5f - (distance * _radius), 0f, 1f);
    }
}
