using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NetCompiler.Data;

namespace NetCompiler.Samples.Data;

/// <summary>
/// Labelled time series of a <c>.ts</c> file, the text format of the UEA and UCR archives (Bagnall et al. 2018): lines with <c>#</c> or <c>@</c>, then after <c>@data</c>
/// a case a line, its channels divided by <c>:</c>, their values by <c>,</c>, and its class last.
/// </summary>
/// <param name="Features">Channels, which are the features of a step.</param>
/// <param name="Series">Each case row-major, steps x features.</param>
/// <param name="Labels">The class of each case, by its place in <paramref name="Classes"/>.</param>
/// <param name="Classes">What the classes are called, in the order of the file's header.</param>
public sealed record TimeSeriesFile(int Features, IReadOnlyList<float[]> Series, int[] Labels, IReadOnlyList<string> Classes)
{
    /// <summary>Steps of the longest case.</summary>
    public int Steps
    {
        get
        {
            int longest = 0;
            foreach (float[] series in Series)
            {
                longest = Math.Max(longest, series.Length / Features);
            }

            return longest;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not of this format, or has cases with missing values or time stamps; the message names file and line.</exception>
    public static TimeSeriesFile Read(string path)
    {
        var series = new List<float[]>();
        var labels = new List<int>();
        string[] classes = [];
        int features = 0;
        bool inData = false;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (!inData)
            {
                string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                switch (words[0].ToUpperInvariant())
                {
                    case "@TIMESTAMPS" or "@MISSING" when words.Length > 1 && !words[1].Equals("false", StringComparison.OrdinalIgnoreCase):
                        throw Problem(path, number, $"{words[0]} {words[1]}: only values without time stamps, and none missing, are read");
                    case "@CLASSLABEL":
                        classes = words.Length > 2 && words[1].Equals("true", StringComparison.OrdinalIgnoreCase) ? words[2..]
                            : throw Problem(path, number, "the cases have no classes");
                        break;
                    case "@DATA":
                        inData = classes.Length > 0 ? true : throw Problem(path, number, "there is no @classLabel before @data");
                        break;
                }

                continue;
            }

            string[] channels = text.Split(':');
            string name = channels[^1].Trim();
            int label = Array.IndexOf(classes, name);
            if (label < 0)
            {
                throw Problem(path, number, $"'{name}' is not one of the classes {string.Join(", ", classes)}");
            }

            if (channels.Length < 2 || (features != 0 && channels.Length - 1 != features))
            {
                throw Problem(path, number, $"{channels.Length - 1} channels, and {(features == 0 ? "at least 1" : features.ToString(CultureInfo.InvariantCulture))} belong to a case");
            }

            features = channels.Length - 1;
            series.Add(Values(path, number, channels));
            labels.Add(label);
        }

        return series.Count > 0 ? new TimeSeriesFile(features, series, [.. labels], classes) : throw Problem(path, number, "there is no case");
    }

    /// <summary>The mean and the standard deviation of each feature over all steps of all cases, by which test data are scaled as well.</summary>
    public (float[] Means, float[] Deviations) Statistics()
    {
        var sums = new double[Features];
        var squares = new double[Features];
        long steps = 0;
        foreach (float[] values in Series)
        {
            for (int index = 0; index < values.Length; index++)
            {
                sums[index % Features] += values[index];
                squares[index % Features] += (double)values[index] * values[index];
            }

            steps += values.Length / Features;
        }

        float[] means = new float[Features];
        float[] deviations = new float[Features];
        for (int feature = 0; feature < Features; feature++)
        {
            double mean = sums[feature] / steps;
            means[feature] = (float)mean;
            deviations[feature] = (float)Math.Sqrt(Math.Max((squares[feature] / steps) - (mean * mean), 1e-12));
        }

        return (means, deviations);
    }

    /// <summary>A dataset of the cases, each feature less its mean and divided by its deviation, and padded to a network's steps.</summary>
    /// <param name="steps">Steps of the network's input; at least <see cref="Steps"/>.</param>
    /// <param name="statistics">Means and deviations, those of the training data.</param>
    /// <exception cref="ArgumentException">A case is longer than <paramref name="steps"/>.</exception>
    public Dataset ToDataset(int steps, (float[] Means, float[] Deviations) statistics)
    {
        var scaled = new float[Series.Count][];
        for (int index = 0; index < scaled.Length; index++)
        {
            scaled[index] = new float[Series[index].Length];
            for (int at = 0; at < scaled[index].Length; at++)
            {
                scaled[index][at] = (Series[index][at] - statistics.Means[at % Features]) / statistics.Deviations[at % Features];
            }
        }

        return Sequences.Of(scaled, Features, steps, Labels);
    }

    private static float[] Values(string path, int number, string[] channels)
    {
        int features = channels.Length - 1;
        float[]? values = null;
        for (int feature = 0; feature < features; feature++)
        {
            string[] texts = channels[feature].Split(',');
            values ??= new float[texts.Length * features];
            if (texts.Length * features != values.Length)
            {
                throw Problem(path, number, $"channel {feature} has {texts.Length} values and channel 0 has {values.Length / features}");
            }

            for (int step = 0; step < texts.Length; step++)
            {
                if (!float.TryParse(texts[step], NumberStyles.Float, CultureInfo.InvariantCulture, out values[(step * features) + feature]))
                {
                    throw Problem(path, number, $"value {step} of channel {feature} is '{texts[step]}', which is no number");
                }
            }
        }

        return values!;
    }

    private static InvalidDataException Problem(string path, int line, string what) => new($"Cannot read '{path}', line {line}: {what}.");
}
