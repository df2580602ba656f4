using System;
using System.Globalization;
using NetCompiler.Benchmarks.Measuring;

namespace NetCompiler.Benchmarks.Output;

/// <summary>One line of results.</summary>
/// <param name="Net">The network, or what else was measured.</param>
/// <param name="Task">What it did.</param>
/// <param name="System">Who did it.</param>
/// <param name="Time">How long one call took.</param>
/// <param name="Gflops">Floating-point operations a nanosecond; 0 where none are counted.</param>
/// <param name="FractionOfLimit">The least time that the machine allows, by the median; 0 where no limit is known.</param>
internal sealed record ResultRow(string Net, string Task, string System, Measurement Time, double Gflops, double FractionOfLimit)
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "net\ttask\tsystem\tmedian_ns\tmin_ns\tmax_ns\tgflops\tfraction_of_limit";

    /// <summary>The row, separated by tabs.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Net}\t{Task}\t{System}\t{Number(Time.Median)}\t{Number(Time.Minimum)}\t{Number(Time.Maximum)}\t{Gflops:0.000}\t{FractionOfLimit:0.0000}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ResultRow Parse(string line)
    {
        string[] fields = line.Split('\t');
        if (fields.Length != 8)
        {
            throw new FormatException($"'{line}' has {fields.Length} fields where a result has 8.");
        }

        return new ResultRow(fields[0], fields[1], fields[2], new Measurement(Read(3), Read(4), Read(5)), Read(6), Read(7));
        double Read(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
    }

    // Hundredths of a nanosecond matter below a microsecond only.
    private static string Number(double nanoseconds) => nanoseconds.ToString(nanoseconds < 1000 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
