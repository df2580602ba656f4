using System;
using System.Numerics;

namespace NetCompiler.Samples.Drawing;

/// <summary>
/// How one image's writing departs from its skeleton: an affine map (scale, shear, rotation) after a smooth elastic displacement, as in
/// Simard, Steinkraus and Platt 2003, but of the pen's path and not of the pixels, so that strokes stay sharp. The displacement is
/// a sum of a few long plane waves.
/// </summary>
internal sealed class Distortion
{
    private const int Waves = 3;

    private readonly Matrix3x2 _affine;
    private readonly Wave[] _waves = new Wave[Waves];

    /// <summary>Draws a distortion about the middle of the unit square.</summary>
    public Distortion(ref DrawingRandom random)
    {
        float rotation = random.Normal(Difficulty.Rotation);
        float shear = random.Normal(Difficulty.Shear);
        float width = random.Uniform(Difficulty.SmallestWidth, Difficulty.LargestWidth);
        float height = random.Uniform(Difficulty.SmallestHeight, Difficulty.LargestHeight);
        _affine = Matrix3x2.CreateTranslation(-0.5f, -0.5f)
            * Matrix3x2.CreateScale(width, height)
            * new Matrix3x2(1, 0, shear, 1, 0, 0)
            * Matrix3x2.CreateRotation(rotation);
        for (int i = 0; i < Waves; i++)
        {
            float angle = random.Uniform(0, 2 * MathF.PI);
            float cycles = random.Uniform(0.3f, 1.1f);
            _waves[i] = new Wave(
                new Vector2(MathF.Cos(angle), MathF.Sin(angle)) * (2 * MathF.PI * cycles),
                random.Uniform(0, 2 * MathF.PI),
                new Vector2(random.Normal(Difficulty.Elastic), random.Normal(Difficulty.Elastic)));
        }
    }

    /// <summary>Maps a point of the unit square to one about the origin, still in units of the digit's height.</summary>
    public Vector2 Apply(Vector2 point)
    {
        Vector2 moved = point;
        foreach (Wave wave in _waves)
        {
            moved += wave.Amplitude * MathF.Sin(Vector2.Dot(wave.Frequency, point) + wave.Phase);
        }

        return Vector2.Transform(moved, _affine);
    }

    private readonly record struct Wave(Vector2 Frequency, float Phase, Vector2 Amplitude);
}
