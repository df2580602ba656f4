using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Emission;

/// <summary>Writes the streaming step of a network: its function over the kernels, and what users call.</summary>
internal sealed class StepEmitter(CodeWriter code, NetworkPlan plan, StreamPlan stream)
{
    private string Member(string name) => CallArguments.Member(plan.Real, name);

    private string Numbers => plan.Real.IsDouble ? "Doubles" : "Floats";

    private SlotModel[] Slots => [.. stream.Inputs, .. stream.Outputs];

    /// <summary>Writes the function, which computes steps one after the other, and what the state is before the first.</summary>
    public void WriteFunctions(FunctionEmitter functions)
    {
        IReadOnlyList<KernelCall> calls = stream.Step.Phases[0].Calls;
        bool takesRow = SmallNetwork.TakesRow(calls, plan.Real);
        string[] references = FunctionEmitter.References(calls);
        IEnumerable<string> inputs = stream.Inputs.Select(slot => $"global::System.ReadOnlySpan<{FunctionEmitter.TypeOf(plan.Real, slot.Tensor.Element)}> {NameOf(slot)}");
        IEnumerable<string> outputs = stream.Outputs.Select(slot => $"global::System.Span<{plan.Real}> {NameOf(slot)}");
        Action rest = () => { };
        code.Line();
        code.Line("/// <summary>Computes the outputs of some steps, one after the other.</summary>");
        code.Line(KernelEmitter.Optimize);
        using (code.Block($"internal static void Step(global::System.ReadOnlySpan<{plan.Real}> parameters, global::System.ReadOnlySpan<{plan.Real}> prepared, global::System.Span<{plan.Real}> carried, global::System.Span<{plan.Real}> workspace, {string.Join(", ", inputs)}, int steps, {string.Join(", ", outputs)})"))
        {
            WriteChecks();
            foreach (string name in references)
            {
                string span = name switch
                {
                    "p" => "parameters",
                    "q" => "prepared",
                    "w" => "workspace",
                    "h" => "carried",
                    _ => "slot" + name.Substring(1),
                };
                code.Line($"ref {FunctionEmitter.TypeOf(plan.Real, name, calls)} {name} = ref First({span});");
            }

            if (!takesRow)
            {
                code.Line("const int rows = 1;");
            }

            // Not "step", which loops over the steps of scans inside are called.
            using (code.Block("for (int number = 0; number < steps; number++)"))
            {
                if (takesRow)
                {
                    code.Line($"StepRow({string.Join(", ", references.Select(name => "ref " + name))});");
                }
                else
                {
                    rest = functions.WriteCalls(calls, "Step", hasRows: true);
                }

                foreach (SlotModel slot in Slots)
                {
                    string name = "t" + Literal.Int(slot.Slot);
                    if (references.Contains(name))
                    {
                        code.Line($"{name} = ref Unsafe.Add(ref {name}, {Literal.Int(slot.Length)});");
                    }
                }
            }
        }

        rest();
        if (takesRow)
        {
            functions.WriteRow(calls, "StepRow");
        }

        code.Line();
        code.Line("/// <summary>Makes the state what it is before the first step.</summary>");
        using (code.Block($"internal static void Reset(global::System.Span<{plan.Real}> carried)"))
        {
            code.Line("carried.Clear();");
            foreach (CarryStart start in stream.Starts)
            {
                code.Line($"carried.Slice({Literal.Int(start.Offset)}, {Literal.Int(start.Length)}).Fill({plan.Real.Number(start.Value)});");
            }
        }

        string network = plan.Declaration.Type.Name.TrimStart('@');
        code.Line();
        code.Line("private static void RefuseSteps(int steps) =>");
        code.Line($"    throw new global::System.ArgumentOutOfRangeException(nameof(steps), steps, \"{network}: a block has at least one step.\");");
        code.Line();
        code.Line("private static void RefuseStepLength(int length, long needed, string name) =>");
        code.Line($"    throw new global::System.ArgumentException($\"{network}: '{{name}}' has {{length}} elements where the steps of the call have {{needed}}.\", name);");
        if (stream.Inputs.Any(IsBounded))
        {
            code.Line();
            using (code.Block("private static void RefuseInteger(global::System.ReadOnlySpan<int> integers, int greatest, string name)"))
            {
                code.Line("int index = global::System.MemoryExtensions.IndexOfAnyExceptInRange(integers, 0, greatest);");
                code.Line($"throw new global::System.ArgumentException($\"{network}: {{integers[index]}} at {{index}} of '{{name}}' is not from 0 to {{greatest}}.\", name);");
            }
        }
    }

    /// <summary>Writes the sizes of a step.</summary>
    public void WriteConstants()
    {
        Summary($"{Numbers} of the state that streaming steps leave to each other: what SaveState writes and LoadState reads.");
        code.Line($"public const int StateLength = {Literal.Int(stream.StateLength)};");
        foreach ((IReadOnlyList<SlotModel> slots, string name) in new[] { (stream.Inputs, "input"), (stream.Outputs, "output") })
        {
            if (slots.Count == 1)
            {
                code.Line();
                Summary($"Numbers in one streaming step of the {name}: {ShapeOf(slots[0])}.");
                code.Line($"public const int Step{char.ToUpperInvariant(name[0])}{name.Substring(1)}Length = {Literal.Int(slots[0].Length)};");
            }
        }
    }

    /// <summary>Writes the members that users call; of the network, or of a session.</summary>
    /// <param name="memory">The network's memory.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="withReset">Whether resetting the stream is all that ResetState does.</param>
    public void WriteMembers(string memory, string workspace, bool withReset)
    {
        string prepared = plan.PreparedLength == 0 ? "default" : $"{memory}.{Member("Prepared")}<{plan.Declaration.Type.Name}>()";
        (SlotModel Slot, string Name)[] inputs = ShellEmitter.Named(stream.Inputs, "input").ToArray();
        (SlotModel Slot, string Name)[] outputs = ShellEmitter.Named(stream.Outputs, "output").ToArray();
        string results = string.Join(", ", outputs.Select(output => $"global::System.Span<{plan.Real}> {output.Name}"));
        string given = string.Join(", ", inputs.Select(input => $"{ShellEmitter.Given(plan.Real, input.Slot)} {input.Name}"));
        string inputNames = string.Join(", ", inputs.Select(input => input.Name));
        string outputNames = string.Join(", ", outputs.Select(output => output.Name));
        foreach (bool isBlock in new[] { false, true })
        {
            code.Line();
            Summary(isBlock ? "Computes several steps of the stream, one after the other, as that many calls of Step would. Allocates nothing." : "Computes the next step of the stream, from its input and the state that the steps before have left. Allocates nothing.");
            foreach ((SlotModel slot, string name) in inputs)
            {
                Parameter(name, $"'{slot.Tensor.Name}': {(isBlock ? "steps x " : string.Empty)}{Literal.Int(slot.Length)} {ShellEmitter.Elements(slot)} ({ShapeOf(slot)}).");
            }

            if (isBlock)
            {
                Parameter("steps", "Number of steps, at least 1.");
            }

            foreach ((SlotModel slot, string name) in outputs)
            {
                Parameter(name, $"Receives '{slot.Tensor.Name}': {(isBlock ? "steps x " : string.Empty)}{Literal.Int(slot.Length)} numbers ({ShapeOf(slot)}). May not overlap an input.");
            }

            code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length, or spans overlap.</exception>");
            if (isBlock)
            {
                code.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\"><paramref name=\"steps\"/> is below 1.</exception>");
            }

            code.Line($"public void {(isBlock ? "StepBlock" : "Step")}({given}{(isBlock ? ", int steps" : string.Empty)}, {results}) =>");
            code.Line($"    Kernels.Step({memory}.{Member("Parameters")}, {prepared}, _stream.{Member("State")}, {workspace}, {inputNames}, {(isBlock ? "steps" : "1")}, {outputNames});");
        }

        if (withReset)
        {
            code.Line();
            Summary("Begins a new stream: the state is what it was before the first step, zero for the most part.");
            code.Line($"public void ResetState() => Kernels.Reset(_stream.{Member("State")});");
        }

        code.Line();
        Summary("Copies the state of the stream. It means something only to networks of the same declaration.");
        Parameter("state", $"Receives the state: {Literal.Int(stream.StateLength)} {plan.Real}s (StateLength).");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        code.Line($"public void SaveState(global::System.Span<{plan.Real}> state) => _stream.Save(state);");
        code.Line();
        Summary("Goes on where a state was saved.");
        Parameter("state", $"What SaveState wrote: {Literal.Int(stream.StateLength)} {plan.Real}s (StateLength).");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        code.Line($"public void LoadState(global::System.ReadOnlySpan<{plan.Real}> state) => _stream.Load(state);");
    }

    /// <summary>The field of the state, and how it begins.</summary>
    public void WriteField() => code.Line("private readonly global::NetCompiler.StreamMemory _stream;");

    /// <summary>Gives an instance a stream of its own.</summary>
    /// <param name="original">The stream of which it is a copy, or null for a new one.</param>
    public void WriteStart(string? original = null)
    {
        if (original is not null)
        {
            code.Line($"_stream = {original}.Clone();");
            return;
        }

        code.Line($"_stream = new global::NetCompiler.StreamMemory({Literal.Text(plan.Declaration.Type.Name.TrimStart('@'))}, {Literal.Int(stream.StateLength)}{(plan.Real.IsDouble ? ", global::NetCompiler.ElementType.Float64" : string.Empty)});");
        if (stream.Starts.Count > 0)
        {
            code.Line($"Kernels.Reset(_stream.{Member("State")});");
        }
    }

    private static bool IsBounded(SlotModel slot) => slot.Tensor.Element == ElementKind.Integer && slot.Tensor.Bound > 0;

    private static string NameOf(SlotModel slot) => "slot" + Literal.Int(slot.Slot);

    private static string ShapeOf(SlotModel slot) => string.Join(" x ", slot.Tensor.Shape.Extents.Skip(1));

    private void WriteChecks()
    {
        Refuse("steps < 1", "RefuseSteps(steps)");
        foreach ((string name, int length) in new[] { ("parameters", plan.ParameterLength), ("prepared", plan.PreparedLength), ("carried", stream.StateLength), ("workspace", stream.Step.WorkspaceLength) })
        {
            if (length > 0)
            {
                code.Line($"Require({name}.Length, {Literal.Int(length)}, {Literal.Text(name)});");
            }
        }

        foreach (SlotModel slot in Slots)
        {
            string needed = slot.Length == 1 ? "steps" : $"(long)steps * {Literal.Int(slot.Length)}";
            Refuse($"{NameOf(slot)}.Length != {needed}", $"RefuseStepLength({NameOf(slot)}.Length, {needed}, {Literal.Text(slot.Tensor.Name)})");
        }

        // Kernels take what integers stand for as a place in memory.
        foreach (SlotModel slot in stream.Inputs.Where(IsBounded))
        {
            string greatest = Literal.Int(slot.Tensor.Bound - 1);
            Refuse($"global::System.MemoryExtensions.IndexOfAnyExceptInRange({NameOf(slot)}, 0, {greatest}) >= 0", $"RefuseInteger({NameOf(slot)}, {greatest}, {Literal.Text(slot.Tensor.Name)})");
        }

        foreach (SlotModel output in stream.Outputs)
        {
            foreach (SlotModel other in stream.Inputs.Concat(stream.Outputs.Where(candidate => candidate.Slot < output.Slot)))
            {
                Refuse(FunctionEmitter.Overlaps(plan.Real, other.Tensor.Element, NameOf(other), NameOf(output)), $"RefuseOverlap({Literal.Text(other.Tensor.Name)}, {Literal.Text(output.Tensor.Name)})");
            }
        }
    }

    private void Refuse(string condition, string refusal)
    {
        using (code.Block($"if ({condition})"))
        {
            code.Line(refusal + ";");
        }
    }

    private void Summary(string text) => code.Line("/// <summary>" + Literal.Xml(text) + "</summary>");

    private void Parameter(string name, string text) => code.Line($"/// <param name=\"{name}\">{Literal.Xml(text)}</param>");
}
