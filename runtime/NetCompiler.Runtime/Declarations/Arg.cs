namespace NetCompiler;

/// <summary>
/// Reserved integers that stand for the arguments of <see cref="UseAttribute{TBlock}"/> in the lines of a block:
/// <c>[Linear(Arg.A)]</c> in a block that is placed by <c>[Use&lt;Residual&gt;(64)]</c> is a layer of 64 outputs.
/// </summary>
/// <remarks>
/// Each is a marker and no number to calculate with: <c>Arg.A + 1</c> would be the marker of another argument, so anything but the
/// bare constant is refused (NC0014). Outside of a block they have no meaning and are refused as arguments out of range.
/// </remarks>
public static class Arg
{
    /// <summary>The first argument of <c>Use</c>.</summary>
    public const int A = int.MinValue + 1;

    /// <summary>The second argument of <c>Use</c>.</summary>
    public const int B = int.MinValue + 2;

    /// <summary>The third argument of <c>Use</c>.</summary>
    public const int C = int.MinValue + 3;

    /// <summary>The fourth argument of <c>Use</c>.</summary>
    public const int D = int.MinValue + 4;
}
