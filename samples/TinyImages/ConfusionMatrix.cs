using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NetCompiler.Samples.TinyImages;

/// <summary>How often images of each class are taken for each.</summary>
/// <param name="classNames">What the classes are called.</param>
internal sealed class ConfusionMatrix(IReadOnlyList<string> classNames)
{
    private readonly int[,] _counts = new int[classNames.Count, classNames.Count];

    /// <summary>What the classes are called.</summary>
    public IReadOnlyList<string> ClassNames { get; } = classNames;

    /// <summary>How many images of one class are taken for another.</summary>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Images in all.</summary>
    public int Total => _counts.Cast<int>().Sum();

    /// <summary>Images that are right.</summary>
    public int Right => Enumerable.Range(0, ClassNames.Count).Sum(i => _counts[i, i]);

    /// <summary>Counts an image.</summary>
    public void Add(int actual, int predicted) => _counts[actual, predicted]++;

    /// <summary>Images of a class.</summary>
    public int Of(int actual) => Enumerable.Range(0, ClassNames.Count).Sum(predicted => _counts[actual, predicted]);

    /// <summary>A table for a terminal: a row for what images are, a column for what they are taken for, and how many of a row are right.</summary>
    public override string ToString()
    {
        int cell = Math.Max(5, _counts.Cast<int>().Max().ToString(CultureInfo.InvariantCulture).Length + 1);
        int name = ClassNames.Max(text => text.Length);
        var text = new StringBuilder();
        text.Append(' ', name + 1);
        foreach (string column in ClassNames)
        {
            text.Append((column.Length < cell ? column : column[..(cell - 1)]).PadLeft(cell));
        }

        text.Append("    right").AppendLine();
        for (int actual = 0; actual < ClassNames.Count; actual++)
        {
            text.Append(ClassNames[actual].PadRight(name + 1));
            for (int predicted = 0; predicted < ClassNames.Count; predicted++)
            {
                text.Append((_counts[actual, predicted] == 0 ? "." : _counts[actual, predicted].ToString(CultureInfo.InvariantCulture)).PadLeft(cell));
            }

            double share = 100.0 * _counts[actual, actual] / Math.Max(1, Of(actual));
            text.Append(CultureInfo.InvariantCulture, $"{share,7:F1} %").AppendLine();
        }

        return text.ToString();
    }
}
