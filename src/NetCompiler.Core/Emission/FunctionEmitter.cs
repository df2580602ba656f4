using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Emission;

/// <summary>Writes functions: a method for each phase, which calls kernels with constant offsets and this worker's share of the work.</summary>
internal sealed class FunctionEmitter(CodeWriter code, KernelTable kernels)
{
    private const string CaseBegins = "case";

    // The index of a loop's step.
    private const string Step = "step";

    // Calls in one method.
    private const int LargestMethod = 64;

    // What the calls before belong to: it is said once.
    private string _comment = string.Empty;

    // The worker's parts that have names in the method.
    private readonly List<(int Length, int Unit, string Name)> _parts = [];

    /// <summary>A method of a function: the phases from one on, several where their calls are few.</summary>
    /// <param name="Name">The method's name.</param>
    /// <param name="First">The first phase.</param>
    /// <param name="Count">How many phases it holds. Several are told apart by an argument.</param>
    public sealed record PhaseMethod(string Name, int First, int Count);

    /// <summary>The methods that a function's phases are divided into.</summary>
    public static IReadOnlyList<PhaseMethod> MethodsOf(FunctionPlan plan, string name)
    {
        var methods = new List<PhaseMethod>();
        for (int first = 0, count; first < plan.Phases.Count; first += count)
        {
            int calls = plan.Phases[first].Calls.Count;
            for (count = 1; first + count < plan.Phases.Count && calls + plan.Phases[first + count].Calls.Count <= LargestMethod; count++)
            {
                calls += plan.Phases[first + count].Calls.Count;
            }

            methods.Add(new PhaseMethod(name + Literal.Int(first) + (count == 1 ? string.Empty : "To" + Literal.Int(first + count - 1)), first, count));
        }

        return methods;
    }

    /// <summary>Writes the phases of a function that takes step arguments.</summary>
    /// <param name="plan">The function.</param>
    /// <param name="name">The stem of the methods' names.</param>
    /// <param name="hasSink">Whether it puts gradients.</param>
    /// <param name="isDivided">Whether several workers may share it.</param>
    public void WritePhases(FunctionPlan plan, string name, bool hasSink, bool isDivided)
    {
        foreach (PhaseMethod method in MethodsOf(plan, name))
        {
            Phase[] phases = plan.Phases.Skip(method.First).Take(method.Count).ToArray();
            bool isLast = method.First + method.Count == plan.Phases.Count;
            string which = method.Count == 1 ? $"Phase {Literal.Int(method.First)}" : $"Phases {Literal.Int(method.First)} to {Literal.Int(method.First + method.Count - 1)}";
            string heading = $"{which} of {Literal.Int(plan.Phases.Count)}: {Summarize(phases.SelectMany(phase => phase.Calls))}.";
            int parts = (phases[0].Calls.Count + LargestMethod - 1) / LargestMethod;
            if (parts <= 1)
            {
                WriteMethod(plan, method.Name, "internal", heading, phases, method.First, isLast, hasSink, isDivided);
                continue;
            }

            // A method grows with its calls, and the JIT leaves large ones unoptimised: long phases are several methods.
            WriteHeader(method.Name, "internal", heading, hasSink, takesPhase: false);
            using (code.Block(string.Empty))
            {
                for (int part = 0; part < parts; part++)
                {
                    code.Line($"{method.Name}Part{Literal.Int(part)}(ref arguments{(hasSink ? ", ref sink" : string.Empty)});");
                }
            }

            for (int part = 0; part < parts; part++)
            {
                KernelCall[] calls = phases[0].Calls.Skip(part * LargestMethod).Take(LargestMethod).ToArray();
                WriteMethod(plan, $"{method.Name}Part{Literal.Int(part)}", "private", Summarize(calls) + ".", [new Phase(calls)], method.First, isLast && part == parts - 1, hasSink, isDivided);
            }
        }
    }

    private void WriteHeader(string method, string accessibility, string summary, bool hasSink, bool takesPhase)
    {
        code.Line();
        code.Line($"/// <summary>{Literal.Xml(summary)}</summary>");
        code.Line($"{accessibility} static void {method}{(hasSink ? "<TSink>" : string.Empty)}(scoped ref global::NetCompiler.StepArguments arguments{(takesPhase ? ", int phase" : string.Empty)}{(hasSink ? ", scoped ref TSink sink" : string.Empty)})");
        if (hasSink)
        {
            code.Line("    where TSink : struct, global::NetCompiler.IGradientSink, allows ref struct");
        }
    }

    private void WriteMethod(FunctionPlan plan, string method, string accessibility, string summary, IReadOnlyList<Phase> phases, int first, bool isLast, bool hasSink, bool isDivided)
    {
        WriteHeader(method, accessibility, summary, hasSink, phases.Count > 1);
        using (code.Block(string.Empty))
        {
            KernelCall[] calls = phases.SelectMany(phase => phase.Calls).ToArray();
            WriteLocals(plan, calls, isLast, isDivided);
            if (phases.Count == 1)
            {
                _comment = string.Empty;
                WritePhase(plan, calls, isLast, isDivided);
                return;
            }

            using (code.Block("switch (phase)"))
            {
                for (int i = 0; i < phases.Count; i++)
                {
                    code.Line($"case {Literal.Int(first + i)}:");
                    using (code.Indented())
                    {
                        _comment = CaseBegins;
                        WritePhase(plan, phases[i].Calls, isLast && i == phases.Count - 1, isDivided);
                        code.Line("break;");
                    }
                }
            }
        }
    }

    // Calls one after the other for a few rows, then for the next ones.
    private void WriteStrip(Strip strip, IEnumerable<KernelCall> calls, bool isDivided)
    {
        if (_comment != CaseBegins)
        {
            code.Line();
        }

        using (code.Block($"for (int from = {(isDivided ? "firstRow" : "0")}; from < {(isDivided ? "lastRow" : "rows")}; from += {Literal.Int(strip.Rows)})"))
        {
            code.Line($"int to = global::System.Math.Min(from + {Literal.Int(strip.Rows)}, {(isDivided ? "lastRow" : "rows")});");
            _comment = string.Empty;
            foreach (KernelCall call in calls)
            {
                WriteCall(call, isDivided);
            }
        }

        _comment = string.Empty;
    }

    private void WritePhase(FunctionPlan plan, IReadOnlyList<KernelCall> calls, bool isLast, bool isDivided)
    {
        for (int i = 0; i < calls.Count; i++)
        {
            if (calls[i].Strip is not { } strip)
            {
                WriteCall(calls[i], isDivided);
                continue;
            }

            int end = i + 1;
            while (end < calls.Count && ReferenceEquals(calls[end].Strip, strip))
            {
                end++;
            }

            WriteStrip(strip, calls.Skip(i).Take(end - i), isDivided);
            i = end - 1;
        }

        if (isLast && plan.Loss is not null)
        {
            using (isDivided ? code.Block("if (worker == 0)") : null)
            {
                code.Line($"{CallArguments.Of(kernels.Real, "Loss")} = {Element(plan.Loss)};");
                code.Line($"{CallArguments.Of(kernels.Real, "Objective")} = {Element(plan.Objective!)};");
            }
        }
    }

    /// <summary>
    /// Writes calls for a caller that holds the references, named as <see cref="Reference"/> says, and the rows; one worker does all. Many
    /// calls become methods of their own, which the returned action writes after the caller.
    /// </summary>
    /// <param name="firstProductRow">The first row of products; rows before it are done.</param>
    public Action WriteCalls(IReadOnlyList<KernelCall> calls, string method, bool hasRows, string firstProductRow = "0")
    {
        _comment = string.Empty;
        if (calls.Count <= LargestMethod)
        {
            foreach (KernelCall call in calls)
            {
                WriteCall(call, isDivided: false, SmallNetwork.IsProduct(call) ? firstProductRow : "0");
            }

            return () => { };
        }

        KernelCall[][] parts = calls.Select((call, i) => (call, i)).GroupBy(entry => entry.i / LargestMethod, entry => entry.call).Select(group => group.ToArray()).ToArray();
        string[][] references = parts.Select(part => References(part)).ToArray();
        for (int i = 0; i < parts.Length; i++)
        {
            code.Line($"{method}Part{Literal.Int(i)}({string.Join(", ", references[i].Select(name => "ref " + name))}{(hasRows ? ", rows" : string.Empty)});");
        }

        return () =>
        {
            for (int i = 0; i < parts.Length; i++)
            {
                code.Line();
                code.Line($"/// <summary>{Literal.Xml(Summarize(parts[i]))}.</summary>");
                using (code.Block($"private static void {method}Part{Literal.Int(i)}({string.Join(", ", references[i].Select(name => $"ref {TypeOf(kernels.Real, name, parts[i])} {name}"))}{(hasRows ? ", int rows" : string.Empty)})"))
                {
                    foreach (KernelCall call in parts[i])
                    {
                        WriteCall(call, isDivided: false);
                    }
                }
            }
        };
    }

    /// <summary>
    /// Writes a method that does the calls of a small network for one row. It takes the references of <see cref="References"/>, in that order.
    /// </summary>
    public void WriteRow(IReadOnlyList<KernelCall> calls, string method) =>
        new WholeRowEmitter(code, kernels.Helpers, calls, call => WriteCall(call, isDivided: false)).Write(method);

    /// <summary>Writes a method that does the products of a tiny network for whole vectors of rows. It takes the references of <see cref="References"/> and the rows.</summary>
    public void WriteLanes(IReadOnlyList<KernelCall> calls, string method) => new WholeLanesEmitter(code, kernels.Helpers, calls).Write(method);

    /// <summary>The references that calls use, by name.</summary>
    public static string[] References(IEnumerable<KernelCall> calls) =>
        calls.SelectMany(call => call.Operands).Select(Reference).Distinct().OrderBy(name => name, StringComparer.Ordinal).ToArray();

    /// <summary>The name of the reference to a buffer's first element.</summary>
    public static string Reference(PlanTensor tensor) => tensor.Root.Buffer switch
    {
        BufferKind.Workspace => "w",
        BufferKind.Parameters => "p",
        BufferKind.Direction => "d",
        BufferKind.State => "s",
        BufferKind.Prepared => "q",
        BufferKind.Carried => "h",
        BufferKind.Slot => "t" + Literal.Int(tensor.Root.Slot),
        _ => throw new InvalidOperationException(tensor.Root.Buffer.ToString()),
    };

    /// <summary>The type of a reference's elements.</summary>
    public static string TypeOf(RealType real, string reference, IEnumerable<KernelCall> calls) =>
        TypeOf(real, calls.SelectMany(call => call.Operands).First(tensor => Reference(tensor) == reference).Root.Element);

    /// <summary>The type of elements in memory.</summary>
    public static string TypeOf(RealType real, ElementKind element) => element switch
    {
        ElementKind.Integer => "int",
        ElementKind.Byte => "byte",
        _ => real.Name,
    };

    /// <summary>Whether a span that is read overlaps one of real numbers that is written, as a condition.</summary>
    public static string Overlaps(RealType real, ElementKind element, string read, string written)
    {
        const string AsBytes = "global::System.Runtime.InteropServices.MemoryMarshal.AsBytes";
        return "global::System.MemoryExtensions." + element switch
        {
            ElementKind.Byte => $"Overlaps<byte>({read}, {AsBytes}({written}))",
            ElementKind.Integer => $"Overlaps<byte>({AsBytes}({read}), {AsBytes}({written}))",
            _ => $"Overlaps<{real}>({read}, {written})",
        };
    }

    private static string Summarize(IEnumerable<KernelCall> calls)
    {
        string[] comments = calls.Select(call => call.Comment).Distinct().ToArray();
        return comments.Length <= 6 ? string.Join("; ", comments) : string.Join("; ", comments.Take(6)) + "; and others";
    }

    /// <summary>A tensor's first element, or one that lies a constant behind it.</summary>
    public static string Element(PlanTensor tensor, int displacement = 0)
    {
        int start = tensor.Start + displacement;
        return start == 0 ? Reference(tensor) : $"Unsafe.Add(ref {Reference(tensor)}, {Literal.Int(start)})";
    }

    private static string Argument(PlanTensor tensor)
    {
        string place = tensor.Move switch
        {
            null => string.Empty,
            { Place: StepPlace.Index, Stride: var stride } => $"({Step} * {Literal.Int(stride)})",
            { Place: StepPlace.Before, Stride: var stride } => $"(({Step} & 1) * {Literal.Int(stride)})",
            { Stride: var stride } => $"((1 - ({Step} & 1)) * {Literal.Int(stride)})",
        };
        string at = tensor.Start == 0 && place.Length > 0 ? place : Literal.Int(tensor.Start) + (place.Length == 0 ? string.Empty : " + " + place);
        return at == "0" ? "ref " + Reference(tensor) : $"ref At(ref {Reference(tensor)}, {at})";
    }

    private void WriteLocals(FunctionPlan plan, IReadOnlyList<KernelCall> calls, bool isLast, bool isDivided)
    {
        List<PlanTensor> tensors = [.. calls.SelectMany(call => call.Operands)];
        if (isLast && plan.Loss is not null)
        {
            tensors.AddRange([plan.Loss, plan.Objective!]);
        }

        foreach (IGrouping<string, PlanTensor> group in tensors.GroupBy(Reference).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            PlanTensor root = group.First().Root;
            bool written = calls.Any(call => call.Written.Any(tensor => Reference(tensor) == group.Key));
            string source = root.Buffer == BufferKind.Slot ? CallArguments.Slot(kernels.Real, root.Slot, root.Element, written) : CallArguments.Of(kernels.Real, root.Buffer.ToString());
            code.Line($"ref {TypeOf(kernels.Real, root.Element)} {group.Key} = ref First({source});");
        }

        KernelSignature[] signatures = calls.SelectMany(call => call.Leaves).Select(call => KernelSignature.Of(call.Kernel)).ToArray();
        bool rowsRange = calls.Any(call => call.Partition == Partition.Rows);
        if (isDivided)
        {
            code.Line("int worker = arguments.Worker;");
            if (calls.Any(call => call.Partition != Partition.Single))
            {
                code.Line("int workers = arguments.Workers;");
            }
        }

        if (rowsRange || signatures.Any(signature => signature.Inner))
        {
            code.Line("int rows = arguments.Rows;");
        }

        if (rowsRange && isDivided)
        {
            code.Line($"int tiles = (rows + {Literal.Int(KernelCall.RowTile - 1)}) / {Literal.Int(KernelCall.RowTile)};");
            code.Line($"int firstRow = Part(tiles, worker, workers) * {Literal.Int(KernelCall.RowTile)};");
            code.Line($"int lastRow = global::System.Math.Min(rows, Part(tiles, worker + 1, workers) * {Literal.Int(KernelCall.RowTile)});");
        }

        // A worker's part of what several calls divide alike has a name.
        _parts.Clear();
        foreach (IGrouping<(int Length, int Unit), (int Length, int Unit)> part in calls.Where(call => isDivided && IsDividedByUnits(call)).Select(Units).GroupBy(units => units).Where(group => group.Count() > 1))
        {
            (int length, int unit) = part.Key;
            string name = Literal.Int(length) + (_parts.Any(other => other.Length == length) ? "By" + Literal.Int(unit) : string.Empty);
            (string begin, string end) = PartOf(length, unit);
            code.Line($"int first{name} = {begin};");
            code.Line($"int last{name} = {end};");
            _parts.Add((length, unit, name));
        }

        foreach ((bool needed, string line) in new[]
        {
            (signatures.Any(signature => signature.Scale), $"{kernels.Real} scale = {CallArguments.Of(kernels.Real, "Scale")};"),
            (signatures.Any(signature => signature.Share), $"{kernels.Real} share = {CallArguments.Of(kernels.Real, "Share")};"),
        })
        {
            if (needed)
            {
                code.Line(line);
            }
        }
    }

    // All steps one after the other, for the rows of the caller.
    private void WriteLoop(LoopKernel loop, KernelCall call, bool isDivided)
    {
        WriteComment(call);
        using (code.Block(loop.IsBackward ? $"for (int {Step} = {Literal.Int(loop.Steps - 1)}; {Step} >= 0; {Step}--)" : $"for (int {Step} = 0; {Step} < {Literal.Int(loop.Steps)}; {Step}++)"))
        {
            _comment = CaseBegins;
            foreach (KernelCall part in call.Body)
            {
                WriteCall(part, isDivided);
            }
        }

        _comment = string.Empty;
    }

    private void WriteComment(KernelCall call)
    {
        if (call.Comment == _comment)
        {
            return;
        }

        // A case begins with its first comment.
        if (_comment != CaseBegins)
        {
            code.Line();
        }

        code.Line("// " + call.Comment);
        _comment = call.Comment;
    }

    private void WriteCall(KernelCall call, bool isDivided, string firstRow = "0")
    {
        if (call.Kernel is LoopKernel loop)
        {
            WriteLoop(loop, call, isDivided);
            return;
        }

        KernelSignature signature = KernelSignature.Of(call.Kernel);
        var arguments = new List<string>(call.Operands.Select(Argument));
        if (signature.Scale)
        {
            arguments.Add("scale");
        }

        if (signature.Share)
        {
            arguments.Add("share");
        }

        if (signature.Range)
        {
            arguments.AddRange(Range(call, isDivided, firstRow));
        }

        if (signature.Inner)
        {
            arguments.Add("rows");
        }

        if (call.Kernel is ContractKernel { Alternates: true })
        {
            arguments.Add($"{Step} & 1");
        }

        arguments.AddRange(call.Numbers.Select(number => Literal.Int(number)));
        arguments.AddRange(call.Factors.Select(kernels.Real.Number));
        arguments.AddRange(call.MaskKeys.Select(key => $"MaskKey(arguments.Seed, arguments.Step, {Literal.Int(key)})"));
        if (signature.MaskKeys > 0)
        {
            arguments.Add("arguments.FirstRow");
        }

        if (signature.Puts)
        {
            arguments.Add(Literal.Int(call.PutOffset));
            arguments.Add("ref sink");
        }

        string text = $"{kernels.NameOf(call)}({string.Join(", ", arguments)});";
        WriteComment(call);
        List<string> conditions = firstRow == "0" ? [] : [firstRow + " < rows"];
        if (call.ConditionSlot >= 0)
        {
            conditions.Add($"arguments[{Literal.Int(call.ConditionSlot)}].Length != 0");
        }

        if (isDivided && call.Partition == Partition.Single)
        {
            conditions.Add("worker == 0");
        }

        if (conditions.Count == 0)
        {
            code.Line(text);
            return;
        }

        using (code.Block($"if ({string.Join(" && ", conditions)})"))
        {
            code.Line(text);
        }
    }

    private IEnumerable<string> Range(KernelCall call, bool isDivided, string firstRow)
    {
        if (call.Partition == Partition.Rows)
        {
            int factor = call.Kernel is not ContractKernel contract ? call.PassesPerRow : contract.OuterRows.Count > 0 ? contract.OuterRows[0].Count.Constant : contract.Rows.Constant;
            string times = factor == 1 ? string.Empty : " * " + Literal.Int(factor);
            return call.Strip is not null ? ["from" + times, "to" + times] : isDivided ? ["firstRow" + times, "lastRow" + times] : [firstRow, "rows" + times];
        }

        (int length, int unit) = Units(call);
        if (!isDivided || call.Partition == Partition.Single)
        {
            return ["0", Literal.Int(length)];
        }

        foreach ((int partLength, int partUnit, string name) in _parts)
        {
            if (partLength == length && partUnit == unit)
            {
                return ["first" + name, "last" + name];
            }
        }

        (string begin, string end) = PartOf(length, unit);
        return [begin, end];
    }

    private static bool IsDividedByUnits(KernelCall call) => call.Partition is Partition.Columns or Partition.Tiles && KernelSignature.Of(call.Kernel).Range;

    // How much a call divides among workers, and in multiples of what.
    private static (int Length, int Unit) Units(KernelCall call) => call.Kernel switch
    {
        _ when call.Partition == Partition.Columns => (call.Columns, Layout.Vector),
        ContractKernel product => (product.Rows.Constant, KernelCall.RowTile),
        ColumnKernel => (1, 1),
        PoolKernel => (1, Layout.Vector),
        DepthwiseGradientKernel gradient => (Layout.Pad(gradient.Channels), Layout.Vector),
        RoutedWeightKernel routed => (routed.Outputs, 1),
        ScatterAddKernel scatter => (scatter.Rows, 1),
        WinogradGradientKernel => (WinogradGradientKernel.Parts, 1),
        WinogradSumsKernel sums => (Layout.Pad(sums.Source.Source.Lanes), Layout.Vector),
        WinogradWeightsKernel weights => (Layout.Pad(weights.Target.Source.Lanes), Layout.Vector),
        FlatKernel or RelayoutKernel => (call.Length, Layout.Vector),
        _ => throw new InvalidOperationException(call.Kernel.GetType().Name),
    };

    private static (string Begin, string End) PartOf(int length, int unit)
    {
        int units = (length + unit - 1) / unit;
        string last = $"Part({Literal.Int(units)}, worker + 1, workers) * {Literal.Int(unit)}";
        return ($"Part({Literal.Int(units)}, worker, workers) * {Literal.Int(unit)}", length % unit == 0 ? last : $"global::System.Math.Min({Literal.Int(length)}, {last})");
    }
}
