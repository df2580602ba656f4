using System.Collections.Generic;
using System.Globalization;

namespace NetCompiler.Core.Emission;

/// <summary>A vector width that kernels are written for, and how its text is spelled; lanes 1 is plain arithmetic.</summary>
internal sealed record VectorWidth(int Lanes)
{
    public static VectorWidth Scalar { get; } = new(1);

    /// <summary>The widths that every kernel has, the widest first: hardware decides at run time.</summary>
    public static IReadOnlyList<VectorWidth> All { get; } = [new(16), new(8), new(4)];

    public bool IsScalar => Lanes == 1;

    /// <summary><c>Vector512</c>.</summary>
    public string Name => "Vector" + (Lanes * 32).ToString(CultureInfo.InvariantCulture);

    /// <summary><c>V512</c>: the end of kernel names.</summary>
    public string Suffix => "V" + (Lanes * 32).ToString(CultureInfo.InvariantCulture);

    /// <summary>The type of a value.</summary>
    public string Type => IsScalar ? "float" : Name + "<float>";

    public string Zero => IsScalar ? "0f" : Type + ".Zero";

    /// <summary>All lanes set to an expression of type float.</summary>
    public string Create(string value) => IsScalar ? value : Name + ".Create(" + value + ")";

    public string Constant(double value) =>
        value == 0 && !IsScalar && !double.IsNegativeInfinity(1 / value) ? Zero
        : value == 1 && !IsScalar ? Type + ".One"
        : Create(Literal.Float(value));

    /// <summary>Loads from a reference and a constant displacement.</summary>
    public string Load(string reference, long displacement = 0) => IsScalar
        ? (displacement == 0 ? reference : "Unsafe.Add(ref " + reference + ", " + Literal.Int(displacement) + ")")
        : Name + ".LoadUnsafe(ref " + reference + (displacement == 0 ? ")" : ", " + Literal.Int(displacement) + ")");
}

/// <summary>Numbers as C# literals, the same on every machine.</summary>
internal static class Literal
{
    public static string Int(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A float that reads back as the same float.</summary>
    public static string Float(double value)
    {
        float single = (float)value;
        if (float.IsNaN(single))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(single))
        {
            return single > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        // The shorter of two precisions that reads back as the same number; read in double, as old frameworks read floats with an error.
        string text = single.ToString("G7", CultureInfo.InvariantCulture);
        return ((float)double.Parse(text, CultureInfo.InvariantCulture) == single ? text : single.ToString("G9", CultureInfo.InvariantCulture)) + "f";
    }

    /// <summary>A string literal.</summary>
    public static string Text(string value)
    {
        var text = new System.Text.StringBuilder("\"");
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                _ when c < ' ' || c > '~' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text for an XML documentation comment.</summary>
    public static string Xml(string value) => value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
