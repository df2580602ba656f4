using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>What the writers of the single kinds of kernels share: the file, the helpers that it needs, and the frame of a method.</summary>
internal abstract class KernelEmitter(CodeWriter code, ISet<MathHelper> helpers)
{
    protected const string SinkConstraint = "    where TSink : struct, global::NetCompiler.IGradientSink, allows ref struct";
    protected const string Optimize = "[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]";

    protected CodeWriter Code { get; } = code;

    protected ISet<MathHelper> Helpers { get; } = helpers;

    /// <summary>Writes a kernel: a method that chooses the width, and one for each width.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="operands">Its reference parameters: type and name of each.</param>
    /// <param name="signature">What else it takes.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="body">Writes the body for a width.</param>
    protected void WriteWidths(string name, IReadOnlyList<(string Type, string Name)> operands, KernelSignature signature, string summary, Action<VectorWidth> body)
    {
        string generic = signature.Puts ? "<TSink>" : string.Empty;
        string parameters = Parameters(operands, signature);
        string arguments = (string.Join(", ", operands.Select(operand => "ref " + operand.Name)) + signature.Arguments()).TrimStart(',', ' ');
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line($"private static void {name}{generic}({parameters})");
        Constrain(signature);
        using (Code.Block(string.Empty))
        {
            WriteDispatch(width => Code.Line($"{name}{width.Suffix}({arguments});"));
        }

        foreach (VectorWidth width in VectorWidth.All)
        {
            Code.Line();
            Code.Line(Optimize);
            Code.Line($"private static void {name}{width.Suffix}{generic}({parameters})");
            Constrain(signature);
            using (Code.Block(string.Empty))
            {
                body(width);
            }
        }
    }

    /// <summary>Writes a branch for each width, of which the hardware takes one; the JIT leaves the others out.</summary>
    protected void WriteDispatch(Action<VectorWidth> body)
    {
        foreach (VectorWidth width in VectorWidth.All)
        {
            string header = width.Lanes == 4 ? "else" : $"{(width.Lanes == 16 ? "if" : "else if")} ({width.Name}.IsHardwareAccelerated)";
            using (Code.Block(header))
            {
                body(width);
            }
        }
    }

    protected void Constrain(KernelSignature signature)
    {
        if (signature.Puts)
        {
            Code.Line(SinkConstraint);
        }
    }

    protected static string Parameters(IReadOnlyList<(string Type, string Name)> operands, KernelSignature signature) =>
        (string.Join(", ", operands.Select(operand => "ref " + operand.Type + " " + operand.Name)) + signature.Parameters()).TrimStart(',', ' ');

    protected ScalarEmitter Scalars(VectorWidth width) => new(width, Helpers);

    /// <summary>A reference moved by a constant.</summary>
    protected static string Moved(string reference, long displacement) =>
        displacement == 0 ? "ref " + reference : $"ref Unsafe.Add(ref {reference}, {Literal.Int(displacement)})";

    /// <summary>A reference moved by an index expression.</summary>
    protected static string At(string reference, string index) => index.Length == 0 || index == "0" ? "ref " + reference : $"ref Unsafe.Add(ref {reference}, {index})";

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
    protected static string Mask(VectorWidth width, string lanes) => $"{width.Name}.LessThan({width.Name}<int>.Indices, {width.Name}.Create({lanes})).AsSingle()";
}
