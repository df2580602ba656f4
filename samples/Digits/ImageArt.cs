using System;
using System.Collections.Generic;
using System.Text;

namespace NetCompiler.Samples.Digits;

/// <summary>Small images as text: a character is one pixel wide and two high, as characters are on a terminal.</summary>
internal static class ImageArt
{
    private const string Shades = " ░▒▓█";

    /// <summary>Characters in a line of an image.</summary>
    public const int Width = ImageData.Size;

    /// <summary>Writes images side by side.</summary>
    /// <param name="images">784 pixels between 0 and 1 each.</param>
    /// <param name="gap">Characters between two images.</param>
    public static IReadOnlyList<string> Draw(IReadOnlyList<float[]> images, int gap)
    {
        var lines = new List<string>();
        for (int row = 0; row < ImageData.Size; row += 2)
        {
            var line = new StringBuilder();
            for (int image = 0; image < images.Count; image++)
            {
                line.Append(' ', image == 0 ? 0 : gap);
                for (int column = 0; column < ImageData.Size; column++)
                {
                    int at = (row * ImageData.Size) + column;
                    float shade = (images[image][at] + images[image][at + ImageData.Size]) / 2;
                    line.Append(Shades[Math.Clamp((int)(shade * Shades.Length), 0, Shades.Length - 1)]);
                }
            }

            lines.Add(line.ToString());
        }

        return lines;
    }
}
