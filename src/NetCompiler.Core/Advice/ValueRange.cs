using System;
using System.Globalization;

namespace NetCompiler.Core.Advice;

/// <summary>Between which two numbers something lies, both included.</summary>
internal readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Any number.</summary>
    public static ValueRange All { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public bool IsBounded => !double.IsNegativeInfinity(Low) || !double.IsPositiveInfinity(High);

    public bool Contains(ValueRange other) => Low <= other.Low && other.High <= High;

    public ValueRange Or(ValueRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>The numbers of both; where there are none, what is asked for does not happen.</summary>
    public ValueRange And(ValueRange other) => Math.Max(Low, other.Low) is var low && Math.Min(High, other.High) is var high && low <= high ? new(low, high) : this;

    /// <summary>The range of a function that rises, or falls, everywhere.</summary>
    public ValueRange Monotonic(Func<double, double> function) => Spanning(function(Low), function(High));

    /// <summary>The smallest range with all of some numbers; any number where one of them is none.</summary>
    public static ValueRange Spanning(params double[] numbers)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double number in numbers)
        {
            if (double.IsNaN(number))
            {
                return All;
            }

            low = Math.Min(low, number);
            high = Math.Max(high, number);
        }

        return new ValueRange(low, high);
    }

    /// <summary>In words, after "within" or "between": <c>0 and 1</c>; of a half line <c>0 and infinity</c>.</summary>
    public override string ToString() => Text(Low) + " and " + Text(High);

    private static string Text(double number) => double.IsPositiveInfinity(number) ? "infinity"
        : double.IsNegativeInfinity(number) ? "minus infinity"
        : number == 0 ? "0"
        : number.ToString("0.####", CultureInfo.InvariantCulture);
}
