using System;
using System.Collections.Generic;
using System.Globalization;

namespace NetCompiler.Core.Tensors.Scalars;

/// <summary>Prints scalar expressions as the program's text shows them: infix, operands by name.</summary>
internal static class ScalarPrinter
{
    public static string Print(ScalarExpression expression, IReadOnlyList<string>? names = null) => Print(expression, names, 0);

    /// <summary>A number that reads back as the same number, on every framework.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "nan"
        : double.IsPositiveInfinity(value) ? "inf"
        : double.IsNegativeInfinity(value) ? "-inf"
        : ShortestRoundTrip(value);

    // "R" of the .NET Framework does not always round-trip: the shortest of the two precisions that does is the same everywhere.
    private static string ShortestRoundTrip(double value)
    {
        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) == value ? text : value.ToString("G17", CultureInfo.InvariantCulture);
    }

    private static string Print(ScalarExpression expression, IReadOnlyList<string>? names, int outer)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return Number(constant.Value);
            case OperandExpression operand:
                return names is null ? "#" + operand.Index.ToString(CultureInfo.InvariantCulture) : names[operand.Index];
            case CoordinateExpression coordinate:
                return "index" + coordinate.AxisFromLast.ToString(CultureInfo.InvariantCulture);
            case UnaryExpression { Kind: UnaryKind.Negate } negate:
                return Parenthesize("-" + Print(negate.Argument, names, 3), outer > 2);
            case UnaryExpression unary:
                return unary.Kind.ToString().ToLowerInvariant() + "(" + Print(unary.Argument, names, 0) + ")";
            case BinaryExpression { Kind: BinaryKind.Max or BinaryKind.Min or BinaryKind.Pow } function:
                return function.Kind.ToString().ToLowerInvariant() + "(" + Print(function.Left, names, 0) + ", " + Print(function.Right, names, 0) + ")";
            case BinaryExpression binary:
                int own = binary.Kind is BinaryKind.Add or BinaryKind.Subtract ? 1 : 2;
                string sign = binary.Kind switch
                {
                    BinaryKind.Add => " + ",
                    BinaryKind.Subtract => " - ",
                    BinaryKind.Multiply => " * ",
                    _ => " / ",
                };
                return Parenthesize(Print(binary.Left, names, own) + sign + Print(binary.Right, names, own + 1), own < outer);
            case SelectExpression select:
                string comparison = select.Kind switch
                {
                    ComparisonKind.Less => " < ",
                    ComparisonKind.LessOrEqual => " <= ",
                    ComparisonKind.Equal => " == ",
                    _ => " != ",
                };
                return Parenthesize(
                    Print(select.Left, names, 1) + comparison + Print(select.Right, names, 1) + " ? " + Print(select.WhenTrue, names, 1) + " : " + Print(select.WhenFalse, names, 1),
                    outer > 0);
            default:
                throw new InvalidOperationException(expression.GetType().Name);
        }
    }

    private static string Parenthesize(string text, bool needed) => needed ? "(" + text + ")" : text;
}
