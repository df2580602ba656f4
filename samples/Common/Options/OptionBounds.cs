using System;
using System.CommandLine;
using System.Globalization;

namespace NetCompiler.Samples.Options;

/// <summary>Bounds of what a sample's options take.</summary>
public static class OptionBounds
{
    /// <summary>Refuses numbers below a bound, and those that are not finite; the message names the option and the bound.</summary>
    /// <typeparam name="T">The option's type.</typeparam>
    /// <param name="least">The least number.</param>
    /// <param name="option">The option.</param>
    /// <returns>The option.</returns>
    public static Option<T> AtLeast<T>(int least, Option<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        option.Validators.Add(result =>
        {
            // What is no number at all is reported by the parser.
            if (result.Tokens is [{ Value: string text }] && double.TryParse(text, CultureInfo.InvariantCulture, out double value) && !(value >= least && double.IsFinite(value)))
            {
                result.AddError($"{option.Name} is at least {least}.");
            }
        });
        return option;
    }
}
