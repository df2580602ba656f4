using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Building;

/// <summary>Reads the arguments of a line by name, whatever the case, and refuses those out of range. Placeholders of a block are replaced.</summary>
internal sealed class LineArguments(LineDeclaration line, string layer, IReadOnlyList<long>? blockArguments)
{
    // Arg.A to Arg.D of the runtime: integers that no argument means.
    private const long FirstPlaceholder = int.MinValue + 1L;
    private const int Placeholders = 4;

    public bool Has(string name) => Find(name) is { Kind: not ArgumentKind.Null };

    /// <summary>An integer.</summary>
    public int Integer(string name, int minimum, int maximum = int.MaxValue)
    {
        ArgumentValue value = Find(name) ?? throw Missing(name);
        long number = value.Kind == ArgumentKind.Integer ? Replace(value.Integer) : throw Missing(name);
        return number >= minimum && number <= maximum ? (int)number : throw OutOfRange(name, number.ToString(CultureInfo.InvariantCulture), minimum, maximum);
    }

    /// <summary>An integer, or a default where the line does not give it.</summary>
    public int Integer(string name, int minimum, int maximum, int otherwise) => Has(name) ? Integer(name, minimum, maximum) : otherwise;

    /// <summary>A whole number of at least 1, of 64 bits, or null where the line does not give it.</summary>
    public long? Count(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        ArgumentValue value = Find(name)!;
        long number = value.Kind == ArgumentKind.Integer ? Replace(value.Integer) : throw Missing(name);
        return number >= 1 ? number : throw OutOfRange(name, number.ToString(CultureInfo.InvariantCulture), 1, double.MaxValue);
    }

    /// <summary>Integers of an array.</summary>
    public IReadOnlyList<int> Integers(string name, int minimum, int maximum = int.MaxValue)
    {
        IEnumerable<long> numbers = (Find(name) ?? throw Missing(name)).Items.Select(item => Replace(item.Integer));
        return numbers.Select(number => number >= minimum && number <= maximum ? (int)number : throw OutOfRange(name, number.ToString(CultureInfo.InvariantCulture), minimum, maximum)).ToArray();
    }

    /// <summary>One integer for each of some axes: a number stands for all of them, an array has one each.</summary>
    public IReadOnlyList<int> PerAxis(string name, int axes, int minimum, int maximum, string each = "one for each axis")
    {
        ArgumentValue value = Find(name) is { Kind: ArgumentKind.Integer or ArgumentKind.Array } found ? found : throw Missing(name);
        if (value.Kind == ArgumentKind.Integer)
        {
            return Enumerable.Repeat(Integer(name, minimum, maximum), axes).ToArray();
        }

        return value.Items.Count == axes
            ? Integers(name, minimum, maximum)
            : throw Refused($"{name} is {value}; it must have {axes} numbers, {each}.");
    }

    /// <summary>One finite real number for each of some axes: a number stands for all of them, an array has one each.</summary>
    public IReadOnlyList<double> RealsPerAxis(string name, int axes, double minimum, double maximum)
    {
        ArgumentValue value = Find(name) is { Kind: ArgumentKind.Integer or ArgumentKind.Real or ArgumentKind.Array } found ? found : throw Missing(name);
        if (value.Kind != ArgumentKind.Array)
        {
            return Enumerable.Repeat(Real(name, minimum, maximum, otherwise: minimum), axes).ToArray();
        }

        if (value.Items.Count != axes)
        {
            throw Refused($"{name} is {value}; it must have {axes} numbers, one for each axis.");
        }

        double[] numbers = value.Items.Select(item => item.Kind == ArgumentKind.Integer ? Replace(item.Integer) : item.Real).ToArray();
        return numbers.All(number => number >= minimum && number <= maximum) ? numbers.Select(number => InRange(name, number, minimum, maximum)).ToArray()
            : throw OutOfRange(name, value.ToString(), minimum, maximum);
    }

    /// <summary>The argument of the <c>Use</c> that stands for this one, in the block's words <c>Arg.A</c>; null where it is given as a number.</summary>
    public string? Placeholder(string name) => Find(name) is { Kind: ArgumentKind.Integer } value && value.Integer - FirstPlaceholder is >= 0 and < Placeholders and var index
        ? ((char)('a' + index)).ToString()
        : null;

    /// <summary>Whether an integer is given and stands for something that has a name instead of for a number.</summary>
    public bool Is(string name, long constant) => Find(name) is { Kind: ArgumentKind.Integer } value && Replace(value.Integer) == constant;

    /// <summary>A finite real number from minimum to maximum, or a default.</summary>
    public double Real(string name, double minimum, double maximum, double otherwise)
    {
        if (!Has(name))
        {
            return otherwise;
        }

        ArgumentValue value = Find(name)!;
        double number = value.Kind switch
        {
            ArgumentKind.Integer => Replace(value.Integer),
            ArgumentKind.Real when value.Real == Math.Floor(value.Real) && value.Real >= int.MinValue && value.Real <= int.MaxValue => Replace((long)value.Real),
            ArgumentKind.Real => value.Real,
            _ => throw Missing(name),
        };
        return InRange(name, number, minimum, maximum);
    }

    // What a float cannot hold would be infinite in the emitted text. Infinity itself is a number where a line says so, as the order of a norm.
    private double InRange(string name, double number, double minimum, double maximum) =>
        !(number >= minimum && number <= maximum) ? throw OutOfRange(name, Tensors.Scalars.ScalarPrinter.Number(number), minimum, maximum)
        : Math.Abs(number) <= float.MaxValue || (double.IsPositiveInfinity(number) && double.IsPositiveInfinity(maximum)) ? number
        : throw Refused($"{name} is {Tensors.Scalars.ScalarPrinter.Number(number)}, and the largest number that a float holds is 3.4E+38.");

    /// <summary>Finite real numbers of an array, from minimum to maximum; empty where the line does not give it.</summary>
    public IReadOnlyList<double> Reals(string name, double minimum, double maximum)
    {
        if (!Has(name))
        {
            return [];
        }

        IEnumerable<double> numbers = Find(name)!.Items.Select(item => item.Kind == ArgumentKind.Integer ? Replace(item.Integer) : item.Kind == ArgumentKind.Real ? item.Real : throw Missing(name));
        return numbers.Select(number => InRange(name, number, minimum, maximum)).ToArray();
    }

    public bool Flag(string name, bool otherwise) => Find(name) is { Kind: ArgumentKind.Boolean } value ? value.Integer != 0 : otherwise;

    public string? Text(string name) => Find(name)?.Text;

    /// <summary>A name, which may not be empty and may not contain the dot that joins nested names.</summary>
    public string? Name(string name)
    {
        string? text = Text(name);
        CheckName(name, text);
        return text;
    }

    /// <summary>Names, in an array.</summary>
    public IReadOnlyList<string> Names(string name)
    {
        IReadOnlyList<string> texts = Texts(name);
        foreach (string text in texts)
        {
            CheckName(name, text);
        }

        return texts;
    }

    private void CheckName(string name, string? text)
    {
        if (text is not null && (text.Trim().Length == 0 || text.Contains('.')))
        {
            throw Refused($"{name} = \"{text}\" is no name. Names are not empty and have no dot, because dots join the names of nested blocks.");
        }

        if (text is not null && FindUnprintable(text) is >= 0 and int position)
        {
            throw Refused($"{name} contains the character U+{(int)text[position]:X4}. Names stand in files, comments and tables: leave out line breaks and characters that cannot be shown.");
        }
    }

    public IReadOnlyList<string> Texts(string name) => (Find(name) ?? throw Missing(name)).Items.Select(item => item.Text ?? string.Empty).ToArray();

    // Whatever would end a comment's line, or cannot stand in a documentation file: XML knows neither halves of surrogate pairs nor U+FFFE.
    private static int FindUnprintable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] is '\u2028' or '\u2029' or '\ufffe' or '\uffff')
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private ArgumentValue? Find(string name)
    {
        // A named argument comes after the constructor's, and wins.
        ArgumentValue? found = null;
        foreach (ArgumentDeclaration argument in line.Arguments)
        {
            found = Same(argument.Name, name) ? argument.Value : found;
        }

        return found;
    }

    private long Replace(long number)
    {
        long placeholder = number - FirstPlaceholder;
        if (placeholder is < 0 or >= Placeholders)
        {
            return number;
        }

        return blockArguments is not null
            ? blockArguments[(int)placeholder]
            : throw Refused($"Arg.{(char)('A' + placeholder)} stands for an argument of a block and has no value in a network. Write the number.");
    }

    private DeclarationException Missing(string name) => Refused($"the argument '{name}' is missing or no constant of the right type.");

    private DeclarationException Refused(string message) => new(ErrorCodes.InvalidArgument, $"{layer}: {message}", []) { IsOfArgument = true };

    private DeclarationException OutOfRange(string name, string value, double minimum, double maximum)
    {
        string range = maximum >= int.MaxValue ? "at least " + Tensors.Scalars.ScalarPrinter.Number(minimum)
            : Tensors.Scalars.ScalarPrinter.Number(minimum) + " to " + Tensors.Scalars.ScalarPrinter.Number(maximum);
        return Refused($"{name} is {value}; it must be {range}.").With(InRange(name, minimum, maximum));
    }

    // The bound that an integer lies beyond; of a probability that was written in percent the probability.
    private IEnumerable<Suggestion> InRange(string name, double minimum, double maximum)
    {
        ArgumentValue given = Find(name)!;
        long? replaced = given.Kind == ArgumentKind.Integer ? Replace(given.Integer) : null;
        double? number = given.Kind == ArgumentKind.Real ? given.Real : replaced;
        double? other = minimum >= 0 && maximum <= 1 ? (number is > 1 and <= 100 ? number / 100 : null)
            : replaced is null ? null
            : replaced < minimum ? minimum : maximum;
        return other is { } suggested ? [new Suggestion(CorrectionKind.SetArgument, name, Tensors.Scalars.ScalarPrinter.Number(suggested))] : [];
    }
}
