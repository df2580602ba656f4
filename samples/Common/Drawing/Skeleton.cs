using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace NetCompiler.Samples.Drawing;

/// <summary>One way to write a digit: the strokes, each a chain of smooth pieces that meet in corners.</summary>
/// <param name="Strokes">[stroke][piece]: the points that the piece passes; a piece begins where the one before it ended.</param>
internal sealed record Skeleton(IReadOnlyList<IReadOnlyList<Vector2[]>> Strokes)
{
    /// <summary>Reads the notation of <see cref="DigitSkeletons"/>.</summary>
    /// <exception cref="FormatException">The text is not in that notation.</exception>
    public static Skeleton Parse(string text)
    {
        var strokes = new List<IReadOnlyList<Vector2[]>>();
        foreach (string stroke in text.Split('/'))
        {
            var pieces = new List<Vector2[]>();
            foreach (string piece in stroke.Split('|'))
            {
                var points = new List<Vector2>();
                if (pieces.Count != 0)
                {
                    points.Add(pieces[^1][^1]);
                }

                foreach (string point in piece.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    string[] parts = point.Split(',');
                    if (parts.Length != 2)
                    {
                        throw new FormatException($"'{point}' in '{text}' is not a point x,y.");
                    }

                    points.Add(new Vector2(float.Parse(parts[0], CultureInfo.InvariantCulture), float.Parse(parts[1], CultureInfo.InvariantCulture)));
                }

                if (points.Count < 2)
                {
                    throw new FormatException($"'{text}' has a piece of fewer than two points.");
                }

                pieces.Add([.. points]);
            }

            strokes.Add(pieces);
        }

        return new Skeleton(strokes);
    }
}
