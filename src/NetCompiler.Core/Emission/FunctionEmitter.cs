using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Emission;

/// <summary>Writes functions: a method for each phase, which calls kernels with constant offsets and this worker's share of the work.</summary>
internal sealed class FunctionEmitter(CodeWriter code, KernelTable kernels)
{
    // Rows are divided in multiples of the largest tile, so that a row is computed by the same tile whatever the number of workers.
    private const int RowTile = 8;

    /// <summary>Writes the phases of a function that takes step arguments.</summary>
    /// <param name="plan">The function.</param>
    /// <param name="name">The stem of the methods' names.</param>
    /// <param name="hasSink">Whether it puts gradients.</param>
    /// <param name="isDivided">Whether several workers may share it.</param>
    public void WritePhases(FunctionPlan plan, string name, bool hasSink, bool isDivided)
    {
        for (int i = 0; i < plan.Phases.Count; i++)
        {
            bool isLast = i == plan.Phases.Count - 1;
            code.Line();
            code.Line($"/// <summary>Phase {Literal.Int(i)} of {Literal.Int(plan.Phases.Count)}: {Literal.Xml(Summarize(plan.Phases[i]))}.</summary>");
            code.Line($"internal static void {name}{Literal.Int(i)}{(hasSink ? "<TSink>" : string.Empty)}(scoped ref global::NetCompiler.StepArguments arguments{(hasSink ? ", scoped ref TSink sink" : string.Empty)})");
            if (hasSink)
            {
                code.Line("    where TSink : struct, global::NetCompiler.IGradientSink, allows ref struct");
            }

            using (code.Block(string.Empty))
            {
                WriteLocals(plan, plan.Phases[i].Calls, isLast, isDivided);
                foreach (KernelCall call in plan.Phases[i].Calls)
                {
                    WriteCall(call, isDivided);
                }

                if (isLast && plan.Loss is not null)
                {
                    using (isDivided ? code.Block("if (worker == 0)") : null)
                    {
                        code.Line($"arguments.Loss = {Element(plan.Loss)};");
                        code.Line($"arguments.Objective = {Element(plan.Objective!)};");
                    }
                }
            }
        }
    }

    /// <summary>Writes calls in the frame of the caller, whose references are named as <see cref="Reference"/> says; one worker does all.</summary>
    public void WriteCalls(IReadOnlyList<KernelCall> calls)
    {
        foreach (KernelCall call in calls)
        {
            WriteCall(call, isDivided: false);
        }
    }

    /// <summary>The name of the reference to a buffer's first element.</summary>
    public static string Reference(PlanTensor tensor) => tensor.Root.Buffer switch
    {
        BufferKind.Workspace => "w",
        BufferKind.Parameters => "p",
        BufferKind.Direction => "d",
        BufferKind.State => "s",
        BufferKind.Prepared => "q",
        BufferKind.Slot => "t" + Literal.Int(tensor.Root.Slot),
        _ => throw new InvalidOperationException(tensor.Root.Buffer.ToString()),
    };

    private static string Summarize(Phase phase)
    {
        string[] comments = phase.Calls.Select(call => call.Comment).Distinct().ToArray();
        return comments.Length <= 6 ? string.Join("; ", comments) : string.Join("; ", comments.Take(6)) + "; and others";
    }

    private static string Element(PlanTensor tensor) => tensor.Start == 0 ? Reference(tensor) : $"Unsafe.Add(ref {Reference(tensor)}, {Literal.Int(tensor.Start)})";

    private static string Argument(PlanTensor tensor) => "ref " + Element(tensor);

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
            string source = root.Buffer switch
            {
                BufferKind.Workspace => "arguments.Workspace",
                BufferKind.Parameters => "arguments.Parameters",
                BufferKind.Direction => "arguments.Direction",
                BufferKind.State => "arguments.State",
                BufferKind.Prepared => "arguments.Prepared",
                _ => $"arguments[{Literal.Int(root.Slot)}].{(root.Element == ElementKind.Integer ? "AsInt32" : written ? "AsWritableSingle" : "AsSingle")}()",
            };
            code.Line($"ref {(root.Element == ElementKind.Integer ? "int" : "float")} {group.Key} = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({source});");
        }

        KernelSignature[] signatures = calls.Select(call => KernelSignature.Of(call.Kernel)).ToArray();
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
            code.Line($"int tiles = (rows + {Literal.Int(RowTile - 1)}) / {Literal.Int(RowTile)};");
            code.Line($"int firstRow = Part(tiles, worker, workers) * {Literal.Int(RowTile)};");
            code.Line($"int lastRow = global::System.Math.Min(rows, Part(tiles, worker + 1, workers) * {Literal.Int(RowTile)});");
        }

        foreach ((bool needed, string line) in new[]
        {
            (signatures.Any(signature => signature.Scale), "float scale = arguments.Scale;"),
            (signatures.Any(signature => signature.Share), "float share = arguments.Share;"),
        })
        {
            if (needed)
            {
                code.Line(line);
            }
        }
    }

    private void WriteCall(KernelCall call, bool isDivided)
    {
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
            arguments.AddRange(Range(call, isDivided));
        }

        if (signature.Inner)
        {
            arguments.Add("rows");
        }

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
        code.Line();
        code.Line("// " + call.Comment);
        List<string> conditions = [];
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

    private static IEnumerable<string> Range(KernelCall call, bool isDivided)
    {
        if (call.Partition == Partition.Rows)
        {
            int factor = call.Kernel is ContractKernel contract ? contract.Rows.Constant : 1;
            string times = factor == 1 ? string.Empty : " * " + Literal.Int(factor);
            return isDivided ? ["firstRow" + times, "lastRow" + times] : ["0", "rows" + times];
        }

        (int length, int unit) = call.Kernel switch
        {
            ContractKernel product => (product.Rows.Constant, RowTile),
            ColumnKernel column => (Layout.Pad(column.Length), Layout.Vector),
            FlatKernel flat => (flat.Length, Layout.Vector),
            RelayoutKernel relayout => (relayout.Rows, Layout.Vector),
            _ => throw new InvalidOperationException(call.Kernel.GetType().Name),
        };
        if (!isDivided || call.Partition == Partition.Single)
        {
            return ["0", Literal.Int(length)];
        }

        int units = (length + unit - 1) / unit;
        string last = $"Part({Literal.Int(units)}, worker + 1, workers) * {Literal.Int(unit)}";
        return [$"Part({Literal.Int(units)}, worker, workers) * {Literal.Int(unit)}", length % unit == 0 ? last : $"global::System.Math.Min({Literal.Int(length)}, {last})"];
    }
}
