using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Tests.Fuzzing;

/// <summary>An argument as it is written and as it is read.</summary>
internal sealed record RandomArgument(string Text, ArgumentValue Value);

/// <summary>A line as it is written and as it is read.</summary>
/// <param name="Attribute">The attribute's class.</param>
/// <param name="Text">Without brackets.</param>
/// <param name="Line">What the reader makes of it, its place left out.</param>
internal sealed record RandomLine(Type Attribute, string Text, LineDeclaration Line)
{
    /// <summary>The name that it gives its value, or null.</summary>
    public string? Name => Line.Arguments.LastOrDefault(argument => argument.Name == "Name")?.Value.Text;
}

/// <summary>Draws arguments of any type that attributes take: mostly what occurs, now and then the ends of a type's range and what nobody should write.</summary>
/// <param name="random">What is drawn from.</param>
internal sealed class RandomArguments(Random random)
{
    private static readonly int[] s_usualIntegers = [1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8, 9, 12];
    private static readonly int[] s_strangeIntegers = [0, -1, -7, 31, 100, 255, 4096, 46341, 65536, 1 << 20, 1 << 28, (1 << 28) + 1, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 5];
    private static readonly double[] s_usualReals = [0, 0.1, 0.25, 0.5, 0.9, 1, 1, 1.5, 2, 3, 1e-5, 1e-3];
    private static readonly double[] s_strangeReals = [-1, -0.0, -0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1e38, 1e39, 1e300, 1e-46, 1e-300, 2147483648];
    private static readonly string[] s_strangeTexts = ["", " ", "a.b", "input", "target", "nobody", "\n", "\u0000", "\ud800", "\u2028", "naïve", "class", "0", "1 Linear", "\"", "*/", "</summary>", "{0}", new string('x', 3000)];
    private int _names;

    /// <summary>How often an argument is strange, of a hundred.</summary>
    public int Strangeness { get; set; } = 3;

    /// <summary>Names that lines before carry.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Whether <c>Arg</c> means something.</summary>
    public bool IsInBlock { get; set; }

    /// <summary>Classes that may be placed, by name.</summary>
    public List<string> Blocks { get; } = [];

    /// <summary>A line of a kind.</summary>
    public RandomLine Line(Type attribute)
    {
        var arguments = new List<ArgumentDeclaration>();
        var texts = new List<string>();
        ConstructorInfo constructor = One(DeclarableAttributes.ConstructorsOf(attribute));
        bool hasLeftOut = false;
        foreach (ParameterInfo parameter in constructor.GetParameters())
        {
            if (parameter.HasDefaultValue && (hasLeftOut || random.Next(2) == 0))
            {
                hasLeftOut = true;
                arguments.Add(new ArgumentDeclaration(parameter.Name!, ValueOf(parameter.DefaultValue, parameter.ParameterType)));
                continue;
            }

            RandomArgument argument = Argument(parameter.Name!, parameter.ParameterType);
            texts.Add(argument.Text);
            arguments.Add(new ArgumentDeclaration(parameter.Name!, argument.Value));
        }

        // Lines that may be given much are given about one thing too: most pairs of such arguments contradict each other, and no line with weights would be legal.
        IReadOnlyList<PropertyInfo> properties = DeclarableAttributes.PropertiesOf(attribute);
        int often = Math.Min(15, 100 / Math.Max(1, properties.Count));
        foreach (PropertyInfo property in properties)
        {
            if (random.Next(100) >= (property.Name == "Name" ? 30 : property.PropertyType == typeof(string) ? Math.Min(8, often) : often))
            {
                continue;
            }

            RandomArgument argument = property.Name == "Name" ? OwnName() : Argument(property.Name, property.PropertyType);
            texts.Add($"{property.Name} = {argument.Text}");
            arguments.Add(new ArgumentDeclaration(property.Name, argument.Value));
        }

        string kind = DeclarableAttributes.KindOf(attribute);
        string? block = attribute.IsGenericType ? Blocks.Count == 0 || IsStrange() ? "NoBlock" : One(Blocks) : null;
        string generic = block is null ? string.Empty : $"<{block}>";
        return new RandomLine(
            attribute,
            texts.Count == 0 ? kind + generic : $"{kind}{generic}({string.Join(", ", texts)})",
            new LineDeclaration(kind, arguments.ToEquatableArray(), block is null ? null : "Fuzz." + block, new AttributeLocation(string.Empty, 0)));
    }

    /// <summary>An argument of a type.</summary>
    public RandomArgument Argument(string name, Type type)
    {
        if (type == typeof(int))
        {
            return Integer();
        }

        if (type == typeof(byte))
        {
            return Integer(One(s_usualIntegers));
        }

        if (type == typeof(long))
        {
            long value = IsStrange() ? One([0L, -1, long.MaxValue, long.MinValue]) : One([1L, 10, 1000, 1_000_000, 1L << 40]);
            return new RandomArgument(value == long.MinValue ? "long.MinValue" : Text(value) + "L", ArgumentValue.Of(value));
        }

        if (type == typeof(double) || type == typeof(float))
        {
            double value = IsStrange() ? One(s_strangeReals) : One(s_usualReals);
            return type == typeof(float)
                ? new RandomArgument($"unchecked((float){Real(value)})", ArgumentValue.Of((double)(float)value))
                : new RandomArgument(Real(value), ArgumentValue.Of(value));
        }

        if (type == typeof(bool))
        {
            bool value = random.Next(2) == 0;
            return new RandomArgument(value ? "true" : "false", ArgumentValue.Of(value));
        }

        if (type.IsEnum)
        {
            if (IsStrange())
            {
                return new RandomArgument($"(global::{type.FullName})99", ArgumentValue.Of(99L));
            }

            string member = One(Enum.GetNames(type));
            return new RandomArgument($"global::{type.FullName}.{member}", ArgumentValue.Of(member));
        }

        if (type == typeof(string))
        {
            string? text = name == "function" ? One(["Half", "Swish", "Missing"]) : Reference();
            return text is null ? new RandomArgument("null!", ArgumentValue.Null) : new RandomArgument(Quote(text), ArgumentValue.Of(text));
        }

        if (type.IsArray)
        {
            if (IsStrange() && random.Next(3) == 0)
            {
                return new RandomArgument("null!", ArgumentValue.Null);
            }

            int count = IsStrange() ? random.Next(0, 6) : One([1, 1, 2, 2, 3]);
            RandomArgument[] items = [.. Enumerable.Range(0, count).Select(_ => Argument(name, type.GetElementType()!))];
            return new RandomArgument($"[{string.Join(", ", items.Select(item => item.Text))}]", ArgumentValue.Of(items.Select(item => item.Value).ToEquatableArray()));
        }

        if (type == typeof(Type))
        {
            return new RandomArgument("typeof(int)", ArgumentValue.Of("System.Int32"));
        }

        throw new NotSupportedException($"An attribute of the runtime library takes a {type}; say here how to draw one.");
    }

    /// <summary>One of some.</summary>
    public T One<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private bool IsStrange() => random.Next(100) < Strangeness;

    private RandomArgument Integer()
    {
        if (IsInBlock && random.Next(3) == 0)
        {
            int index = random.Next(4);
            return new RandomArgument("Arg." + "ABCD"[index], ArgumentValue.Of((long)(Arg.A + index)));
        }

        if (IsStrange())
        {
            int which = random.Next(s_strangeIntegers.Length + 3);
            return which == s_strangeIntegers.Length ? new RandomArgument("Arg.B", ArgumentValue.Of((long)Arg.B))
                : which > s_strangeIntegers.Length ? new RandomArgument("Pad.Same", ArgumentValue.Of((long)Pad.Same))
                : Integer(s_strangeIntegers[which]);
        }

        return random.Next(40) == 0 ? new RandomArgument("Pad.Same", ArgumentValue.Of((long)Pad.Same)) : Integer(One(s_usualIntegers));
    }

    private static RandomArgument Integer(int value) => new(value == int.MinValue ? "int.MinValue" : Text(value), ArgumentValue.Of((long)value));

    private RandomArgument OwnName()
    {
        string text = IsStrange() ? One(s_strangeTexts) : "n" + Text(_names++);
        return new RandomArgument(Quote(text), ArgumentValue.Of(text));
    }

    private string? Reference() =>
        IsStrange() ? (random.Next(6) == 0 ? null : One(s_strangeTexts)) : Names.Count == 0 || random.Next(12) == 0 ? "input" : One(Names);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Real(double value) =>
        double.IsNaN(value) ? "double.NaN"
        : double.IsInfinity(value) ? (value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity")
        : value.ToString("R", CultureInfo.InvariantCulture) + "d";

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            quoted.Append(character is >= ' ' and <= '~' and not ('"' or '\\') ? character.ToString() : "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        return quoted.Append('"').ToString();
    }

    private static ArgumentValue ValueOf(object? value, Type type) => value switch
    {
        null => ArgumentValue.Null,
        _ when type.IsEnum => ArgumentValue.Of(Enum.GetName(type, value)!),
        string text => ArgumentValue.Of(text),
        bool flag => ArgumentValue.Of(flag),
        double or float => ArgumentValue.Of(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => ArgumentValue.Of(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };
}
