namespace NetCompiler.Samples.Drawing;

/// <summary>
/// How far the drawn digits scatter. Chosen so that a network of one hidden layer recognises about 99 % of digits in ways of writing that it
/// has not seen, and a linear model visibly fewer; every figure makes the task harder as it grows.
/// </summary>
internal static class Difficulty
{
    /// <summary>Deviation of the rotation, in radians.</summary>
    public const float Rotation = 0.15f;

    /// <summary>Deviation of the slant, as the shift of the top in units of the digit's height.</summary>
    public const float Shear = 0.17f;

    /// <summary>Least factor on the width.</summary>
    public const float SmallestWidth = 0.72f;

    /// <summary>Greatest factor on the width.</summary>
    public const float LargestWidth = 1.12f;

    /// <summary>Least factor on the height.</summary>
    public const float SmallestHeight = 0.82f;

    /// <summary>Greatest factor on the height.</summary>
    public const float LargestHeight = 1.08f;

    /// <summary>Deviation of each elastic wave's amplitude, in units of the digit's height.</summary>
    public const float Elastic = 0.027f;

    /// <summary>Deviation of each point that the pen passes, in units of the digit's height.</summary>
    public const float Jitter = 0.016f;

    /// <summary>Greatest shift of the digit from the middle, in pixels, along each axis; less where the digit would leave the image.</summary>
    public const float Shift = 1.7f;

    /// <summary>Least radius of the pen, in pixels.</summary>
    public const float ThinnestPen = 0.75f;

    /// <summary>Greatest radius of the pen, in pixels.</summary>
    public const float ThickestPen = 1.75f;

    /// <summary>Greatest share of a pixel's weight that blur gives to each of its four neighbours.</summary>
    public const float Blur = 0.1f;

    /// <summary>Greatest deviation of the noise, in shares of full ink.</summary>
    public const float Noise = 0.06f;
}
