using System;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Declarations;

/// <summary>An argument of an attribute, by the name of its parameter (camelCase) or property (PascalCase).</summary>
internal sealed record ArgumentDeclaration(string Name, ArgumentValue Value);

/// <summary>What kind of constant an argument is.</summary>
internal enum ArgumentKind
{
    Null,
    Integer,
    Real,
    Text,
    Boolean,
    Array,
}

/// <summary>A constant in an attribute. Enumerations travel as the name of their member, <c>Init.Zeros</c> as the text <c>Zeros</c>.</summary>
internal sealed record ArgumentValue(
    ArgumentKind Kind,
    long Integer,
    double Real,
    string? Text,
    EquatableArray<ArgumentValue> Items)
{
    public static ArgumentValue Null { get; } = new(ArgumentKind.Null, 0, 0, null, EquatableArray<ArgumentValue>.Empty);

    public static ArgumentValue Of(long value) => Null with { Kind = ArgumentKind.Integer, Integer = value };

    public static ArgumentValue Of(double value) => Null with { Kind = ArgumentKind.Real, Real = value };

    public static ArgumentValue Of(string value) => Null with { Kind = ArgumentKind.Text, Text = value };

    public static ArgumentValue Of(bool value) => Null with { Kind = ArgumentKind.Boolean, Integer = value ? 1 : 0 };

    public static ArgumentValue Of(EquatableArray<ArgumentValue> items) => Null with { Kind = ArgumentKind.Array, Items = items };

    public override string ToString() => Kind switch
    {
        ArgumentKind.Null => "null",
        ArgumentKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ArgumentKind.Real => Real.ToString("R", CultureInfo.InvariantCulture),
        ArgumentKind.Text => "\"" + Text + "\"",
        ArgumentKind.Boolean => Integer != 0 ? "true" : "false",
        ArgumentKind.Array => "[" + string.Join(", ", Items.Select(item => item.ToString())) + "]",
        _ => throw new InvalidOperationException(Kind.ToString()),
    };
}
