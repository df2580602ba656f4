using System.Globalization;
using System.Text.RegularExpressions;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>A call of a kernel in emitted text.</summary>
/// <param name="Function">The function that calls: Forward, Train0.</param>
/// <param name="Kernel">The kernel's method.</param>
/// <param name="Layers">The comment above the call: what it computes.</param>
internal sealed partial record KernelCall(string Function, string Kernel, string Layers)
{
    /// <summary>Floating-point operations of a call that the kernel's name tells: those of a product, whose name holds its sizes; 0 for other kernels.</summary>
    public long Operations(int rows)
    {
        Match match = Product().Match(Kernel);
        return match.Success ? 2 * Size(match.Groups[1].Value, rows) * Size(match.Groups[2].Value, rows) * Size(match.Groups[3].Value, rows) : 0;
    }

    private static long Size(string text, int rows) => text switch
    {
        "R" => rows,
        ['R', .. string factor] => rows * long.Parse(factor, CultureInfo.InvariantCulture),
        _ => long.Parse(text, CultureInfo.InvariantCulture),
    };

    // rows x inner x columns; R stands for the rows of the call. In Winograd's form fewer are done: these are what the plain form would do.
    [GeneratedRegex("(?:Contract|Winograd|WinogradGradient)(R?[0-9]*)x(R?[0-9]*)x([0-9]+)")]
    private static partial Regex Product();
}
