using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Emission;

/// <summary>Writes the second file of a network: checks, functions and kernels, in one private class.</summary>
internal sealed class KernelFileEmitter
{
    private const string Arguments = "global::NetCompiler.StepArguments";

    // Aliases come before what the user's global usings import. The namespace is for generic types, which an alias cannot name.
    // Kernels write the attribute's whole name, since the short one would be looked up with the suffix and without. The generator
    // refuses classes that hide these names.
    private static readonly string[] s_usings =
    [
        "global::System.Runtime.Intrinsics",
        "MethodImplAttribute = global::System.Runtime.CompilerServices.MethodImplAttribute",
        "MethodImplOptions = global::System.Runtime.CompilerServices.MethodImplOptions",
        "Unsafe = global::System.Runtime.CompilerServices.Unsafe",
        "Vector128 = global::System.Runtime.Intrinsics.Vector128",
        "Vector256 = global::System.Runtime.Intrinsics.Vector256",
        "Vector512 = global::System.Runtime.Intrinsics.Vector512",
    ];

    // Lines of the program that the documentation shows; the functions say the rest.
    private const int LongestProgram = 100;

    private readonly NetworkPlan _plan;
    private readonly CodeWriter _code = new();
    private readonly KernelTable _kernels;
    private readonly FunctionEmitter _functions;

    private KernelFileEmitter(NetworkPlan plan)
    {
        _plan = plan;
        _kernels = new KernelTable(plan.Real);
        _functions = new FunctionEmitter(_code, _kernels);
    }

    public static string Emit(NetworkPlan plan) => new KernelFileEmitter(plan).Write();

    private string Write()
    {
        ShellEmitter.WriteHead(_code, isNullable: false);
        Stack<IDisposable> ends = ShellEmitter.Open(_code, _plan.Declaration.Type, s_usings);
        using (_code.Block($"partial {_plan.Declaration.Type.Keyword} {_plan.Declaration.Type.Name}"))
        {
            _code.Line("/// <summary>The compiled code: functions, each a list of kernel calls, and kernels, each once for every vector width.</summary>");
            _code.Line("/// <remarks>");
            string[] program = _plan.ProgramText.TrimEnd('\n').Split('\n');
            if (program.Length > LongestProgram)
            {
                _code.Line($"/// The program has {Literal.Int(program.Length)} lines after simplification, too many to be shown here.");
            }
            else
            {
                _code.Line("/// The program, after simplification:");
                _code.Line("/// <code>");
                foreach (string line in program)
                {
                    _code.Line("/// " + Literal.Xml(line));
                }

                _code.Line("/// </code>");
            }

            _code.Line("/// </remarks>");
            using (_code.Block("private static class Kernels"))
            {
                _code.Line("private const MethodImplOptions Optimized = MethodImplOptions.AggressiveOptimization;");
                _code.Line();
                WritePrepare();
                WriteForward();
                if (_plan.Stream is not null)
                {
                    new StepEmitter(_code, _plan, _plan.Stream).WriteFunctions(_functions);
                }

                WriteFunction(_plan.Evaluate, "Evaluate", hasSink: false, isDivided: false, [.. _plan.Given, .. _plan.Targets], _plan.Outputs);
                WriteFunction(_plan.Train, "Train", hasSink: true, isDivided: true, [.. _plan.Given, .. _plan.Targets], _plan.Outputs);
                WriteFunction(_plan.HessianVector, "HessianVector", hasSink: true, isDivided: true, [.. _plan.Given, .. _plan.Targets], []);
                WriteFunction(_plan.InputGradient, "InputGradient", hasSink: false, isDivided: false, [.. _plan.Given, .. _plan.Targets, .. _plan.InputGradients], []);
                WriteFunction(_plan.VectorJacobian, "VectorJacobian", hasSink: false, isDivided: false, [.. _plan.Given, .. _plan.Cotangents, .. _plan.InputGradients], []);
                WriteChecks();
                _kernels.Write(_code);
            }
        }

        while (ends.Count > 0)
        {
            ends.Pop().Dispose();
        }

        return _code.ToString();
    }

    private string Of(string member) => CallArguments.Of(Real, member);

    private static string Reference(string span) => $"ref First({span})";

    private RealType Real => _plan.Real;

    private string NetworkName => _plan.Declaration.Type.Name;

    private void WritePrepare()
    {
        _code.Line($"/// <summary>{(_plan.PreparedLength == 0 ? "Nothing depends on parameters alone." : "Computes what depends on parameters alone.")}</summary>");
        Action rest = () => { };
        using (_code.Block($"internal static void Prepare(global::System.ReadOnlySpan<{Real}> parameters, global::System.ReadOnlySpan<{Real}> state, global::System.Span<{Real}> prepared)"))
        {
            if (_plan.PreparedLength > 0)
            {
                _code.Line($"Require(parameters.Length, {Literal.Int(_plan.ParameterLength)}, \"parameters\");");
                _code.Line($"Require(prepared.Length, {Literal.Int(_plan.PreparedLength)}, \"prepared\");");
                if (_plan.StateLength > 0)
                {
                    _code.Line($"Require(state.Length, {Literal.Int(_plan.StateLength)}, \"state\");");
                }

                foreach (string reference in FunctionEmitter.References(_plan.Prepare))
                {
                    _code.Line($"ref {Real} {reference} = {Reference(reference switch { "p" => "parameters", "s" => "state", _ => "prepared" })};");
                }

                rest = _functions.WriteCalls(_plan.Prepare, "Prepare", hasRows: false);
            }
        }

        rest();
    }

    private void WriteForward()
    {
        IReadOnlyList<KernelCall> calls = _plan.Infer.Phases[0].Calls;
        bool takesRow = SmallNetwork.TakesRow(calls, Real);
        bool takesLanes = SmallNetwork.TakesLanes(calls);
        IEnumerable<string> inputs = _plan.Given.Select(slot => $"global::System.ReadOnlySpan<{FunctionEmitter.TypeOf(Real, slot.Tensor.Element)}> slot{Literal.Int(slot.Slot)}");
        IEnumerable<string> outputs = _plan.Outputs.Select(slot => $"global::System.Span<{Real}> slot" + Literal.Int(slot.Slot));
        _code.Line();
        _code.Line("/// <summary>Computes the outputs of some rows.</summary>");

        // The checks are a good part of a small network's time, and the first call is to be as fast as the last.
        _code.Line(KernelEmitter.Optimize);
        Action rest;
        using (_code.Block($"internal static void Forward(global::System.ReadOnlySpan<{Real}> parameters, global::System.ReadOnlySpan<{Real}> prepared, global::System.Span<{Real}> workspace, {string.Join(", ", inputs)}, int rows, {string.Join(", ", outputs)})"))
        {
            _code.Line("RequireRows(rows);");
            if (_plan.ParameterLength > 0)
            {
                _code.Line($"Require(parameters.Length, {Literal.Int(_plan.ParameterLength)}, \"parameters\");");
            }

            if (_plan.PreparedLength > 0)
            {
                _code.Line($"Require(prepared.Length, {Literal.Int(_plan.PreparedLength)}, \"prepared\");");
            }

            if (_plan.Infer.WorkspaceLength > 0)
            {
                _code.Line($"Require(workspace.Length, {Literal.Int(_plan.Infer.WorkspaceLength)}, \"workspace\");");
            }

            foreach (SlotModel slot in _plan.Given.Concat(_plan.Outputs))
            {
                _code.Line($"RequireExactly(slot{Literal.Int(slot.Slot)}.Length, (long)rows * {Literal.Int(slot.Length)}, {Literal.Text(_plan.NameOf(slot))});");
            }

            // Kernels take what integers stand for as a place in memory.
            foreach (SlotModel slot in _plan.Given.Where(slot => slot.Tensor.Element == ElementKind.Integer))
            {
                _code.Line($"RequireRange(slot{Literal.Int(slot.Slot)}, {(_plan.Lengths.Contains(slot) ? "1" : "0")}, {Literal.Int(slot.Tensor.Bound - 1)}, {Literal.Int(slot.Length)}, {Literal.Text(_plan.NameOf(slot))});");
            }

            foreach (SlotModel output in _plan.Outputs)
            {
                foreach (SlotModel other in _plan.Given.Concat(_plan.Outputs.Where(candidate => candidate.Slot < output.Slot)))
                {
                    string overlaps = FunctionEmitter.Overlaps(Real, other.Tensor.Element, "slot" + Literal.Int(other.Slot), "slot" + Literal.Int(output.Slot));
                    using (_code.Block($"if ({overlaps})"))
                    {
                        _code.Line($"RefuseOverlap({Literal.Text(_plan.NameOf(other))}, {Literal.Text(output.Tensor.Name)});");
                    }
                }
            }

            foreach (string name in FunctionEmitter.References(calls))
            {
                string span = name switch
                {
                    "p" => "parameters",
                    "q" => "prepared",
                    "w" => "workspace",
                    _ => "slot" + name.Substring(1),
                };
                _code.Line($"ref {FunctionEmitter.TypeOf(Real, name, calls)} {name} = {Reference(span)};");
            }

            string references = string.Join(", ", FunctionEmitter.References(calls).Select(name => "ref " + name));
            if (takesRow)
            {
                using (_code.Block("if (rows == 1)"))
                {
                    _code.Line($"ForwardRow({references});");
                    _code.Line("return;");
                }
            }

            if (takesLanes)
            {
                _code.Line("int done = 0;");
                _code.Line($"ForwardLanes({references}, rows, ref done);");
            }

            rest = _functions.WriteCalls(calls, "Forward", hasRows: true, takesLanes ? "done" : "0");
        }

        rest();
        if (takesRow)
        {
            _functions.WriteRow(calls, "ForwardRow");
        }

        if (takesLanes)
        {
            _functions.WriteLanes(calls, "ForwardLanes");
        }
    }

    private void WriteFunction(FunctionPlan? plan, string name, bool hasSink, bool isDivided, IReadOnlyList<SlotModel> tensors, IReadOnlyList<SlotModel> optional)
    {
        if (plan is null)
        {
            return;
        }

        _code.Line();
        _code.Line($"/// <summary>Refuses arguments that {name} would read or write beyond.</summary>");
        using (_code.Block($"internal static void Check{name}(scoped ref {Arguments} arguments)"))
        {
            _code.Line("RequireRows(arguments.Rows);");
            if (_plan.ParameterLength > 0)
            {
                _code.Line($"Require({Of("Parameters")}.Length, {Literal.Int(_plan.ParameterLength)}, \"parameters\");");
            }

            if (name == "Evaluate" && _plan.PreparedLength > 0)
            {
                _code.Line($"Require({Of("Prepared")}.Length, {Literal.Int(_plan.PreparedLength)}, \"prepared\");");
            }

            if (_plan.StateLength > 0)
            {
                _code.Line($"Require({Of("State")}.Length, {Literal.Int(_plan.StateLength)}, \"state\");");
            }

            if (name != "VectorJacobian" && _plan.CarriedLength > 0)
            {
                _code.Line($"Require({Of("Carried")}.Length, {Literal.Int(_plan.CarriedLength)}, \"carried\");");
            }

            if (name == "HessianVector" && _plan.ParameterLength > 0)
            {
                _code.Line($"Require({Of("Direction")}.Length, {Literal.Int(_plan.ParameterLength)}, \"direction\");");
            }

            if (plan.WorkspaceLength > 0)
            {
                _code.Line($"Require({Of("Workspace")}.Length, {Literal.Int(plan.WorkspaceLength)}, \"workspace\");");
            }

            if (isDivided)
            {
                using (_code.Block("if (arguments.Worker < 0 || arguments.Worker >= arguments.Workers)"))
                {
                    _code.Line($"RefuseWorker(arguments.Worker, arguments.Workers);");
                }
            }

            foreach (SlotModel slot in tensors)
            {
                _code.Line($"RequireExactly(arguments[{Literal.Int(slot.Slot)}].Length, (long)arguments.Rows * {Literal.Int(slot.Length)}, {Literal.Text(_plan.NameOf(slot))});");
            }

            foreach (SlotModel slot in optional)
            {
                using (_code.Block($"if (arguments[{Literal.Int(slot.Slot)}].Length != 0)"))
                {
                    _code.Line($"RequireExactly(arguments[{Literal.Int(slot.Slot)}].Length, (long)arguments.Rows * {Literal.Int(slot.Length)}, {Literal.Text(slot.Tensor.Name)});");
                }
            }
        }

        _functions.WritePhases(plan, name, hasSink, isDivided);
    }

    private void WriteChecks()
    {
        string name = NetworkName.TrimStart('@');
        _code.Line();
        foreach (string type in new[] { Real.Name, "int", "byte" })
        {
            _code.Line("/// <summary>The first element of a span, which has been checked.</summary>");
            _code.Line("[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]");
            _code.Line($"private static ref {type} First(global::System.ReadOnlySpan<{type}> span) => ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(span);");
            _code.Line();
        }

        _code.Line("/// <summary>An element so many behind another.</summary>");
        _code.Line("[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]");
        _code.Line("private static ref T At<T>(ref T first, nint index) => ref Unsafe.Add(ref first, index);");
        _code.Line();
        _code.Line("/// <summary>The first of the units of a worker; that of the next worker is where they end.</summary>");
        _code.Line("private static int Part(int units, int worker, int workers) => (int)((long)units * worker / workers);");
        _code.Line();
        // A method that throws is not inlined; the comparisons are.
        WriteCheck("Require", "int length, int needed, string name", "length < needed", "RefuseShort(length, needed, name)", "Refuses a buffer that is too short.");
        WriteCheck("RequireExactly", "int length, long needed, string name", "length != needed", "RefuseLength(length, needed, name)", "Refuses a tensor of another length.");
        WriteCheck("RequireRows", "int rows", $"rows < 1 || rows > {Literal.Int(_plan.Model.Batch)}", "RefuseRows(rows)", "Refuses a number of rows that the network was not compiled for.");
        bool hasIntegers = _plan.Given.Any(slot => slot.Tensor.Element == ElementKind.Integer);
        if (hasIntegers)
        {
            WriteCheck("RequireRange", "global::System.ReadOnlySpan<int> span, int least, int most, int length, string name", "global::System.MemoryExtensions.ContainsAnyExceptInRange(span, least, most)", "RefuseRange(span, least, most, length, name)", "Refuses integers that the network has no meaning for.");
        }

        _code.Line();
        _code.Line("private static void RefuseShort(int length, int needed, string name) =>");
        _code.Line($"    throw new global::System.ArgumentException($\"{name}: '{{name}}' has {{length}} elements where {{needed}} are needed.\", name);");
        _code.Line();
        _code.Line("private static void RefuseLength(int length, long needed, string name) =>");
        _code.Line($"    throw new global::System.ArgumentException($\"{name}: '{{name}}' has {{length}} elements where the rows of the call have {{needed}}.\", name);");
        if (hasIntegers)
        {
            _code.Line();
            using (_code.Block("private static void RefuseRange(global::System.ReadOnlySpan<int> span, int least, int most, int length, string name)"))
            {
                _code.Line("int at = global::System.MemoryExtensions.IndexOfAnyExceptInRange(span, least, most);");
                _code.Line($"throw new global::System.ArgumentException($\"{name}: '{{name}}' has {{span[at]}} in row {{at / length}}, element {{at % length}}, and takes {{least}} to {{most}}.\", name);");
            }
        }

        _code.Line();
        _code.Line("private static void RefuseRows(int rows) =>");
        _code.Line($"    throw new global::System.ArgumentOutOfRangeException(nameof(rows), rows, \"{name} was compiled for 1 to {Literal.Int(_plan.Model.Batch)} rows; [Network(Batch = ...)] says for how many.\");");
        _code.Line();
        _code.Line("private static void RefuseOverlap(string a, string b) =>");
        _code.Line($"    throw new global::System.ArgumentException($\"{name}: the memory of '{{a}}' and '{{b}}' overlaps. Give each memory of its own.\");");
        _code.Line();
        _code.Line("private static void RefuseWorker(int worker, int workers) =>");
        _code.Line($"    throw new global::System.ArgumentOutOfRangeException(nameof(worker), worker, $\"{name}: worker {{worker}} of {{workers}}.\");");
    }

    private void WriteCheck(string method, string parameters, string condition, string refusal, string summary)
    {
        _code.Line();
        _code.Line($"/// <summary>{summary}</summary>");
        _code.Line("[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]");
        using (_code.Block($"private static void {method}({parameters})"))
        {
            using (_code.Block($"if ({condition})"))
            {
                _code.Line(refusal + ";");
            }
        }
    }
}
