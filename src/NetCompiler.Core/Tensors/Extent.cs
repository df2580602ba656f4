using System;
using System.Globalization;

namespace NetCompiler.Core.Tensors;

/// <summary>Where the length of a dimension comes from.</summary>
internal enum ExtentKind
{
    /// <summary>A constant of the program.</summary>
    Constant,

    /// <summary>The number of samples of the call, at most the compiled batch: a run-time scalar.</summary>
    Rows,
}

/// <summary>The length of one dimension: a constant, or a run-time scalar below a compiled maximum.</summary>
internal readonly record struct Extent(ExtentKind Kind, int Maximum)
{
    public bool IsConstant => Kind == ExtentKind.Constant;

    public bool IsOne => IsConstant && Maximum == 1;

    public static implicit operator Extent(int constant) => new(ExtentKind.Constant, constant);

    public static Extent Rows(int maximum) => new(ExtentKind.Rows, maximum);

    public override string ToString() => Kind switch
    {
        ExtentKind.Constant => Maximum.ToString(CultureInfo.InvariantCulture),
        ExtentKind.Rows => "r",
        _ => throw new InvalidOperationException(Kind.ToString()),
    };
}
