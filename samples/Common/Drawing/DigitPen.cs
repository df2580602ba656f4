using System;
using System.Collections.Generic;
using System.Numerics;

namespace NetCompiler.Samples.Drawing;

/// <summary>
/// Draws one digit into 28x28 bytes: moves the skeleton's points a little, runs a smooth curve through them, distorts it, and paints it
/// with a round pen whose pressure varies along the stroke. One instance serves one thread and holds its buffers.
/// </summary>
internal sealed class DigitPen
{
    /// <summary>Width and height of an image in pixels.</summary>
    public const int Size = 28;

    // The digit's height in pixels, as in MNIST: 28 pixels with a margin of four.
    private const float Height = 20f;
    private const int StepsPerSpan = 8;

    private readonly List<PenPoint> _path = [];
    private readonly float[] _ink = new float[Size * Size];
    private readonly float[] _blurred = new float[Size * Size];
    private Vector2[] _points = new Vector2[16];

    /// <summary>Draws a digit.</summary>
    /// <param name="skeleton">The way of writing.</param>
    /// <param name="random">The image's own stream.</param>
    /// <param name="pixels">Receives 784 bytes, row by row from the top; 0 is paper, 255 full ink.</param>
    public void Draw(Skeleton skeleton, DrawingRandom random, Span<byte> pixels)
    {
        Trace(skeleton, ref random);
        Centre(ref random);
        Array.Clear(_ink);
        for (int i = 1; i < _path.Count; i++)
        {
            if (!_path[i].Begins)
            {
                Paint(_path[i - 1], _path[i]);
            }
        }

        Blur(random.Uniform(0, Difficulty.Blur));
        float full = random.Uniform(0.8f, 1f);
        float noise = random.Uniform(0, Difficulty.Noise);
        for (int i = 0; i < pixels.Length; i++)
        {
            float value = (_blurred[i] * full) + random.Normal(noise);
            pixels[i] = (byte)((Math.Clamp(value, 0f, 1f) * 255f) + 0.5f);
        }
    }

    private void Trace(Skeleton skeleton, ref DrawingRandom random)
    {
        var distortion = new Distortion(ref random);
        float radius = random.Uniform(Difficulty.ThinnestPen, Difficulty.ThickestPen);
        float pressure = random.Uniform(0f, 0.3f);
        float pressurePhase = random.Uniform(0, 2 * MathF.PI);
        float pressureCycles = random.Uniform(0.2f, 0.8f);
        _path.Clear();
        foreach (IReadOnlyList<Vector2[]> stroke in skeleton.Strokes)
        {
            bool begins = true;
            Vector2 last = default;
            float travelled = 0;
            foreach (Vector2[] piece in stroke)
            {
                // A corner is one point of the pen: the piece after it begins exactly where the one before it ended.
                Move(piece, begins ? null : last, ref random);
                last = _points[piece.Length - 1];
                for (int span = 0; span + 1 < piece.Length; span++)
                {
                    for (int step = begins || span == 0 ? 0 : 1; step <= StepsPerSpan; step++)
                    {
                        Vector2 point = distortion.Apply(CatmullRom(piece.Length, span, (float)step / StepsPerSpan)) * Height;
                        travelled += begins ? 0 : Vector2.Distance(point, _path[^1].Position) / Height;
                        float weight = 1f + (pressure * MathF.Sin((2 * MathF.PI * pressureCycles * travelled) + pressurePhase));
                        _path.Add(new PenPoint(point, radius * weight, begins));
                        begins = false;
                    }
                }
            }
        }
    }

    private void Move(Vector2[] piece, Vector2? first, ref DrawingRandom random)
    {
        if (_points.Length < piece.Length)
        {
            _points = new Vector2[piece.Length];
        }

        for (int i = 0; i < piece.Length; i++)
        {
            var jitter = new Vector2(random.Normal(Difficulty.Jitter), random.Normal(Difficulty.Jitter));
            _points[i] = i == 0 && first is Vector2 corner ? corner : piece[i] + jitter;
        }
    }

    // The uniform Catmull-Rom spline; beyond its ends the curve is continued by reflection.
    private Vector2 CatmullRom(int count, int span, float t)
    {
        Vector2 b = _points[span];
        Vector2 c = _points[span + 1];
        Vector2 a = span == 0 ? (2 * b) - c : _points[span - 1];
        Vector2 d = span + 2 == count ? (2 * c) - b : _points[span + 2];
        return 0.5f * ((2 * b) + (t * ((c - a) + (t * ((((2 * a) - (5 * b)) + (4 * c) - d) + (t * ((3 * (b - c)) + d - a)))))));
    }

    // Puts the digit's middle near that of the image, as far as the pen then stays inside.
    private void Centre(ref DrawingRandom random)
    {
        var low = new Vector2(float.MaxValue);
        var high = new Vector2(float.MinValue);
        foreach (PenPoint point in _path)
        {
            low = Vector2.Min(low, point.Position - new Vector2(point.Radius));
            high = Vector2.Max(high, point.Position + new Vector2(point.Radius));
        }

        Vector2 free = Vector2.Max(Vector2.Zero, (new Vector2(Size - 1) - (high - low)) / 2);
        var drift = new Vector2(random.Uniform(-Difficulty.Shift, Difficulty.Shift), random.Uniform(-Difficulty.Shift, Difficulty.Shift));
        Vector2 shift = new Vector2(Size / 2f) + Vector2.Clamp(drift, -free, free) - ((low + high) / 2);
        for (int i = 0; i < _path.Count; i++)
        {
            _path[i] = _path[i] with { Position = _path[i].Position + shift };
        }
    }

    // Covers a pixel by how deep its centre lies inside the capsule between two positions of the pen, over one pixel of edge.
    private void Paint(PenPoint from, PenPoint to)
    {
        float reach = MathF.Max(from.Radius, to.Radius) + 1f;
        Vector2 low = Vector2.Min(from.Position, to.Position) - new Vector2(reach);
        Vector2 high = Vector2.Max(from.Position, to.Position) + new Vector2(reach);
        Vector2 along = to.Position - from.Position;
        float scale = 1f / MathF.Max(along.LengthSquared(), 1e-12f);
        int left = Math.Max(0, (int)low.X);
        int right = Math.Min(Size - 1, (int)high.X);
        int bottom = Math.Min(Size - 1, (int)high.Y);
        for (int y = Math.Max(0, (int)low.Y); y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Vector2 offset = new Vector2(x + 0.5f, y + 0.5f) - from.Position;
                float t = Math.Clamp(Vector2.Dot(offset, along) * scale, 0f, 1f);
                float radius = from.Radius + (t * (to.Radius - from.Radius));
                float cover = Math.Clamp(radius + 0.5f - (offset - (t * along)).Length(), 0f, 1f);
                ref float ink = ref _ink[(y * Size) + x];
                ink = MathF.Max(ink, cover);
            }
        }
    }

    private void Blur(float share)
    {
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                float around = Ink(x - 1, y) + Ink(x + 1, y) + Ink(x, y - 1) + Ink(x, y + 1);
                _blurred[(y * Size) + x] = ((1 - (4 * share)) * Ink(x, y)) + (share * around);
            }
        }
    }

    private float Ink(int x, int y) => x is < 0 or >= Size || y is < 0 or >= Size ? 0f : _ink[(y * Size) + x];

    private readonly record struct PenPoint(Vector2 Position, float Radius, bool Begins);
}
