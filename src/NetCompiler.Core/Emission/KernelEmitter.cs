using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>What the writers of the single kinds of kernels share: the file, the helpers that it needs, and the frame of a method.</summary>
internal abstract class KernelEmitter(CodeWriter code, HelperSet helpers)
{
    private const string SinkConstraint = "    where TSink : struct, global::NetCompiler.IGradientSink, allows ref struct";
    /// <summary>Compiles a method with optimisation from its first call on: an attribute with a constant of the class.</summary>
    public const string Optimize = "[MethodImplAttribute(Optimized)]";

    protected CodeWriter Code { get; } = code;

    protected HelperSet Helpers { get; } = helpers;

    /// <summary>The type of the network's numbers.</summary>
    protected RealType Real => Helpers.Real;

    /// <summary>The widths that kernels are written for.</summary>
    protected IReadOnlyList<VectorWidth> Widths => VectorWidth.All(Real);

    /// <summary>Writes a kernel: a method that chooses the width, and one for each width.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="operands">Its reference parameters: type and name of each.</param>
    /// <param name="signature">What else it takes.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="body">Writes the body for a width.</param>
    protected void WriteWidths(string name, IReadOnlyList<(string Type, string Name)> operands, KernelSignature signature, string summary, Action<VectorWidth> body)
    {
        string arguments = (string.Join(", ", operands.Select(operand => "ref " + operand.Name)) + signature.Arguments()).TrimStart(',', ' ');
        WriteWidths(name, Parameters(operands, signature), arguments, signature.Puts, summary, body);
    }

    /// <summary>Writes a method that chooses the width, and one for each width, with parameters and arguments as they stand.</summary>
    protected void WriteWidths(string name, string parameters, string arguments, bool puts, string summary, Action<VectorWidth> body)
    {
        WriteMethod(name, parameters, puts, summary, optimizes: false, () => WriteDispatch(width => Code.Line($"{name}{width.Suffix}({arguments});")));
        foreach (VectorWidth width in Widths)
        {
            WriteMethod(name + width.Suffix, parameters, puts, null, optimizes: true, () => body(width));
        }
    }

    /// <summary>Writes a kernel of plain arithmetic, the same at every width.</summary>
    protected void WriteNumbers(string name, IReadOnlyList<(string Type, string Name)> operands, KernelSignature signature, string summary, Action body) =>
        WriteMethod(name, Parameters(operands, signature), signature.Puts, summary, optimizes: true, body);

    /// <summary>The method of a text, which another kernel may have brought; else it is written.</summary>
    /// <param name="methods">Methods so far, by parameters and text.</param>
    /// <param name="name">The name of one that is new.</param>
    /// <param name="parameters">What it takes.</param>
    /// <param name="puts">Whether it is generic over the gradient sink.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="optimizes">Whether it is a loop that is worth compiling with optimisation from the first call on.</param>
    /// <param name="text">The text, written apart.</param>
    protected string Shared(IDictionary<string, string> methods, string name, string parameters, bool puts, string summary, bool optimizes, CodeWriter text)
    {
        string key = $"{puts}({parameters})\n{text}";
        if (!methods.TryGetValue(key, out string? known))
        {
            methods.Add(key, name);
            WriteMethod(name, parameters, puts, summary, optimizes, () => Code.Lines(text.ToString().TrimEnd('\n')));
        }

        return known ?? name;
    }

    /// <summary>A method that chooses the width, and one for each width, which another kernel may have brought; else they are written.</summary>
    protected string SharedWidths(IDictionary<string, string> methods, string name, string parameters, string arguments, string summary, Action<CodeWriter, VectorWidth> body)
    {
        var text = new CodeWriter();
        foreach (VectorWidth width in Widths)
        {
            body(text, width);
        }

        string key = $"widths({parameters})\n{text}";
        if (!methods.TryGetValue(key, out string? known))
        {
            methods.Add(key, name);
            WriteWidths(name, parameters, arguments, puts: false, summary, width => body(Code, width));
        }

        return known ?? name;
    }

    /// <summary>Writes a method.</summary>
    protected void WriteMethod(string name, string parameters, bool puts, string? summary, bool optimizes, Action body)
    {
        Code.Line();
        if (summary is not null)
        {
            Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        }

        if (optimizes)
        {
            Code.Line(Optimize);
        }

        Code.Line($"private static void {name}{(puts ? "<TSink>" : string.Empty)}({parameters})");
        if (puts)
        {
            Code.Line(SinkConstraint);
        }

        using (Code.Block(string.Empty))
        {
            body();
        }
    }

    /// <summary>Writes a method that only calls another with numbers of its own.</summary>
    protected void WriteForwarding(string name, string parameters, bool puts, string summary, string call)
    {
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line($"private static void {name}{(puts ? "<TSink>" : string.Empty)}({parameters}){(puts ? string.Empty : " =>")}");
        if (puts)
        {
            Code.Line(SinkConstraint + " =>");
        }

        Code.Line("    " + call + ";");
    }

    /// <summary>Writes a branch for each width, of which the hardware takes one; the JIT leaves the others out.</summary>
    protected void WriteDispatch(Action<VectorWidth> body)
    {
        foreach (VectorWidth width in Widths)
        {
            string header = width.IsNarrowest ? "else" : $"{(width.IsWidest ? "if" : "else if")} ({width.Name}.IsHardwareAccelerated)";
            using (Code.Block(header))
            {
                body(width);
            }
        }
    }

    protected string Parameters(IReadOnlyList<(string Type, string Name)> operands, KernelSignature signature) =>
        (string.Join(", ", operands.Select(operand => "ref " + operand.Type + " " + operand.Name)) + signature.Parameters(Real)).TrimStart(',', ' ');

    protected ScalarEmitter Scalars(VectorWidth width) => new(width, Helpers);

    /// <summary>A reference moved by a constant.</summary>
    protected static string Moved(string reference, long displacement) =>
        displacement == 0 ? "ref " + reference : $"ref Unsafe.Add(ref {reference}, {Literal.Int(displacement)})";

    /// <summary>A reference moved by an index expression.</summary>
    internal static string At(string reference, string index) => index.Length == 0 || index == "0" ? "ref " + reference : $"ref Unsafe.Add(ref {reference}, {index})";

    /// <summary>A multiple of a stride as text; empty for none.</summary>
    internal static string Times(string name, int times) => times switch { 0 => string.Empty, 1 => name, _ => $"{times} * {name}" };

    /// <summary>Where a lane is in panels that are some stride apart.</summary>
    protected static string Lane(string lane, int panel, string stride) => $"({lane} / {Literal.Int(panel)} * {stride}) + ({lane} % {Literal.Int(panel)})";

    /// <summary>A sum of index terms: variable times constant; 0 and 1 are left out.</summary>
    protected static string Index(params (string Variable, int Stride)[] terms)
    {
        string[] parts = terms.Where(term => term.Stride != 0).Select(term => term.Stride == 1 ? term.Variable : $"({term.Variable} * {Literal.Int(term.Stride)})").ToArray();
        return string.Join(" + ", parts);
    }

    /// <summary>Two index expressions added; an empty one is 0.</summary>
    protected static string Sum(string a, string b) => a.Length == 0 ? b : b.Length == 0 ? a : a + " + " + b;

    /// <summary>The number of a count, with the call's rows in <c>rows</c>.</summary>
    protected static string CountOf(Count count) => !count.TimesRows ? Literal.Int(count.Constant) : count.Constant == 1 ? "rows" : $"rows * {Literal.Int(count.Constant)}";

    /// <summary>A mask of the lanes before a number.</summary>
    protected static string Mask(VectorWidth width, string lanes) => $"{width.Name}.LessThan({width.Name}<{width.Integer}>.Indices, {width.Name}.Create({(!width.Real.IsDouble ? lanes : int.TryParse(lanes, out _) ? lanes + "L" : $"(long)({lanes})")})){width.AsReal}";
}
