using System.Collections.Generic;
using System.Globalization;
using NetCompiler.Core.Planning;

namespace NetCompiler.Core.Emission;

/// <summary>A vector width that kernels are written for, and how its text is spelled; lanes 1 is plain arithmetic.</summary>
internal sealed record VectorWidth(int Lanes, RealType Real)
{
    private static readonly IReadOnlyList<VectorWidth> s_ofSingle = [new(16, RealType.Single), new(8, RealType.Single), new(4, RealType.Single)];
    private static readonly IReadOnlyList<VectorWidth> s_ofDouble = [new(8, RealType.Double), new(4, RealType.Double), new(2, RealType.Double)];

    /// <summary>Plain arithmetic.</summary>
    public static VectorWidth Scalar(RealType real) => new(1, real);

    /// <summary>The widths that every kernel has, the widest first: hardware decides at run time.</summary>
    public static IReadOnlyList<VectorWidth> All(RealType real) => real.IsDouble ? s_ofDouble : s_ofSingle;

    public bool IsScalar => Lanes == 1;

    public int Bits => Lanes * Real.Bits;

    public VectorSize Size => new(Lanes, Bits);

    public bool IsWidest => Bits == 512;

    public bool IsNarrowest => Bits == 128;

    /// <summary><c>Vector512</c>.</summary>
    public string Name => "Vector" + Bits.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>V512</c>: the end of kernel names.</summary>
    public string Suffix => "V" + Bits.ToString(CultureInfo.InvariantCulture);

    /// <summary>The type of a value.</summary>
    public string Type => IsScalar ? Real.Name : Name + "<" + Real.Name + ">";

    public string Zero => IsScalar ? Real.Number(0) : Type + ".Zero";

    /// <summary>The integers as wide as a number: those that masks are made of.</summary>
    public string Integer => Real.IsDouble ? "long" : "int";

    /// <summary>What makes numbers of the bits of such integers.</summary>
    public string AsReal => Real.IsDouble ? ".AsDouble()" : ".AsSingle()";

    /// <summary>All lanes set to an expression of the network's type.</summary>
    public string Create(string value) => IsScalar ? value : Name + ".Create(" + value + ")";

    public string Constant(double value) =>
        value == 0 && !IsScalar && !double.IsNegativeInfinity(1 / value) ? Zero
        : value == 1 && !IsScalar ? Type + ".One"
        : Create(Real.Number(value));

    /// <summary>Loads from a reference and a constant displacement.</summary>
    public string Load(string reference, long displacement = 0) => IsScalar
        ? Element(reference, displacement)
        : Name + ".LoadUnsafe(ref " + reference + (displacement == 0 ? ")" : ", " + Literal.Int(displacement) + ")");

    /// <summary>The element at a constant displacement from a reference.</summary>
    public static string Element(string reference, long displacement) =>
        displacement == 0 ? reference : "Unsafe.Add(ref " + reference + ", " + Literal.Int(displacement) + ")";
}

/// <summary>Numbers as C# literals, the same on every machine.</summary>
internal static class Literal
{
    public static string Int(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number that reads back as the same number of a type.</summary>
    public static string Number(this RealType real, double value) => real.IsDouble ? Double(value) : Float(value);

    /// <summary>What is not a number, or not finite, of a type: <c>float.NaN</c>.</summary>
    public static string Special(this RealType real, string name) => real.Name + "." + name;

    /// <summary>The class of the library's functions of a type.</summary>
    public static string Functions(this RealType real) => real.IsDouble ? "global::System.Math" : "global::System.MathF";

    // A double that reads back as the same double.
    private static string Double(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        // Frameworks differ in what they print of a negative zero.
        if (value == 0)
        {
            return double.IsNegativeInfinity(1 / value) ? "-0d" : "0d";
        }

        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        return (double.Parse(text, CultureInfo.InvariantCulture) == value ? text : value.ToString("G17", CultureInfo.InvariantCulture)) + "d";
    }

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
