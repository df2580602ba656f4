using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Emission;

/// <summary>The maps that close products and convolutions, each once as a method that is inlined: tiles write them once for every vector.</summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
internal sealed class ClosingMaps(CodeWriter code, HelperSet helpers)
{
    // Nodes of an expression that is written where it is used: one sum or product.
    private const int FewNodes = 3;

    private readonly Dictionary<ScalarExpression, string> _names = [];

    /// <summary>Whether a map is worth a method.</summary>
    public static bool Takes(ScalarExpression map) => map.Nodes().Count > FewNodes;

    /// <summary>Writes the method of a map, unless another kernel has brought it. It stands before what calls it.</summary>
    public void Add(ScalarExpression map)
    {
        if (!Takes(map) || _names.ContainsKey(map))
        {
            return;
        }

        string name = "Close_" + Literal.Int(_names.Count);
        _names.Add(map, name);
        code.Line();
        code.Line($"/// <summary>{Literal.Xml(map.ToString())}, #0 the sum.</summary>");
        bool isFirst = true;
        foreach (VectorWidth width in VectorWidth.All(helpers.Real))
        {
            if (!isFirst)
            {
                code.Line();
            }

            isFirst = false;
            int[] operands = Operands(map);
            code.Line("[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]");
            string header = $"private static {width.Type} {name}({string.Join(", ", operands.Select(operand => $"{width.Type} x{operand}"))})";
            var locals = new CodeWriter();
            string value = new ScalarEmitter(width, helpers).Emit(map, Enumerable.Range(0, operands.Max() + 1).Select(operand => "x" + Literal.Int(operand)).ToArray(), locals, "t");
            string lines = locals.ToString();
            if (lines.Length == 0)
            {
                code.Line($"{header} => {value};");
                continue;
            }

            using (code.Block(header))
            {
                code.Lines(lines.TrimEnd('\n'));
                code.Line($"return {value};");
            }
        }
    }

    /// <summary>The C# of a map over values of a width.</summary>
    /// <param name="map">A map that was added.</param>
    /// <param name="width">The width of its operands.</param>
    /// <param name="operands">The C# of each operand.</param>
    public string Emit(ScalarExpression map, VectorWidth width, IReadOnlyList<string> operands) => Takes(map)
        ? $"{_names[map]}({string.Join(", ", Operands(map).Select(operand => operands[operand]))})"
        : new ScalarEmitter(width, helpers).Emit(map, operands, code, "t");

    /// <summary>A map in a sentence: itself, or what has a method of its own.</summary>
    public static string Describe(ScalarExpression map) => Takes(map) ? "a map" : map.ToString();

    private static int[] Operands(ScalarExpression map) => map.Nodes().OfType<OperandExpression>().Select(operand => operand.Index).Distinct().OrderBy(index => index).ToArray();
}
