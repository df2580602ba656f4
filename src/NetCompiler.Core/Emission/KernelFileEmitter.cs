using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;

namespace NetCompiler.Core.Emission;

/// <summary>Writes the second file of a network: checks, functions and kernels, in one private class.</summary>
internal sealed class KernelFileEmitter
{
    private const string Arguments = "global::NetCompiler.StepArguments";

    private readonly NetworkPlan _plan;
    private readonly CodeWriter _code = new();
    private readonly KernelTable _kernels = new();
    private readonly FunctionEmitter _functions;

    private KernelFileEmitter(NetworkPlan plan)
    {
        _plan = plan;
        _functions = new FunctionEmitter(_code, _kernels);
    }

    public static string Emit(NetworkPlan plan) => new KernelFileEmitter(plan).Write();

    private string Write()
    {
        ShellEmitter.WriteHead(_code, isNullable: false);
        _code.Line("using global::System.Runtime.CompilerServices;");
        _code.Line("using global::System.Runtime.Intrinsics;");
        _code.Line();
        Stack<IDisposable> ends = ShellEmitter.Open(_code, _plan.Declaration.Type);
        using (_code.Block($"partial {_plan.Declaration.Type.Keyword} {_plan.Declaration.Type.Name}"))
        {
            _code.Line("/// <summary>The compiled code: functions, each a list of kernel calls, and kernels, each once for every vector width.</summary>");
            _code.Line("/// <remarks>");
            _code.Line("/// The program, after simplification:");
            _code.Line("/// <code>");
            foreach (string line in _plan.ProgramText.TrimEnd('\n').Split('\n'))
            {
                _code.Line("/// " + Literal.Xml(line));
            }

            _code.Line("/// </code>");
            _code.Line("/// </remarks>");
            using (_code.Block("private static class Kernels"))
            {
                WritePrepare();
                WriteForward();
                WriteFunction(_plan.Evaluate, "Evaluate", hasSink: false, isDivided: false, [.. _plan.Inputs, .. _plan.Targets], _plan.Outputs);
                WriteFunction(_plan.Train, "Train", hasSink: true, isDivided: true, [.. _plan.Inputs, .. _plan.Targets], _plan.Outputs);
                WriteFunction(_plan.HessianVector, "HessianVector", hasSink: true, isDivided: true, [.. _plan.Inputs, .. _plan.Targets], []);
                WriteFunction(_plan.InputGradient, "InputGradient", hasSink: false, isDivided: false, [.. _plan.Inputs, .. _plan.Targets, .. _plan.InputGradients], []);
                WriteFunction(_plan.VectorJacobian, "VectorJacobian", hasSink: false, isDivided: false, [.. _plan.Inputs, .. _plan.Cotangents, .. _plan.InputGradients], []);
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

    private static string Reference(string span) => $"ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span})";

    private string NetworkName => _plan.Declaration.Type.Name;

    private void WritePrepare()
    {
        _code.Line($"/// <summary>{(_plan.Infer.PreparedLength == 0 ? "Nothing depends on parameters alone." : "Computes what depends on parameters alone.")}</summary>");
        using (_code.Block("internal static void Prepare(global::System.ReadOnlySpan<float> parameters, global::System.ReadOnlySpan<float> state, global::System.Span<float> prepared)"))
        {
            if (_plan.Infer.PreparedLength > 0)
            {
                _code.Line($"Require(parameters.Length, {Literal.Int(_plan.ParameterLength)}, \"parameters\");");
                _code.Line($"Require(prepared.Length, {Literal.Int(_plan.Infer.PreparedLength)}, \"prepared\");");
                _code.Line($"ref float p = {Reference("parameters")};");
                _code.Line($"ref float q = {Reference("prepared")};");
                _functions.WriteCalls(_plan.Infer.Prepare);
            }
        }
    }

    private void WriteForward()
    {
        IEnumerable<string> inputs = _plan.Inputs.Select(slot => "global::System.ReadOnlySpan<float> slot" + Literal.Int(slot.Slot));
        IEnumerable<string> outputs = _plan.Outputs.Select(slot => "global::System.Span<float> slot" + Literal.Int(slot.Slot));
        _code.Line();
        _code.Line("/// <summary>Computes the outputs of some rows.</summary>");
        using (_code.Block($"internal static void Forward(global::System.ReadOnlySpan<float> parameters, global::System.ReadOnlySpan<float> prepared, global::System.Span<float> workspace, {string.Join(", ", inputs)}, int rows, {string.Join(", ", outputs)})"))
        {
            _code.Line("RequireRows(rows);");
            if (_plan.ParameterLength > 0)
            {
                _code.Line($"Require(parameters.Length, {Literal.Int(_plan.ParameterLength)}, \"parameters\");");
            }

            if (_plan.Infer.PreparedLength > 0)
            {
                _code.Line($"Require(prepared.Length, {Literal.Int(_plan.Infer.PreparedLength)}, \"prepared\");");
            }

            if (_plan.Infer.WorkspaceLength > 0)
            {
                _code.Line($"Require(workspace.Length, {Literal.Int(_plan.Infer.WorkspaceLength)}, \"workspace\");");
            }

            foreach (SlotModel slot in _plan.Inputs.Concat(_plan.Outputs))
            {
                _code.Line($"RequireExactly(slot{Literal.Int(slot.Slot)}.Length, (long)rows * {Literal.Int(slot.Length)}, {Literal.Text(slot.Tensor.Name)});");
            }

            foreach (SlotModel output in _plan.Outputs)
            {
                foreach (SlotModel other in _plan.Inputs.Concat(_plan.Outputs.Where(candidate => candidate.Slot < output.Slot)))
                {
                    using (_code.Block($"if (global::System.MemoryExtensions.Overlaps<float>(slot{Literal.Int(other.Slot)}, slot{Literal.Int(output.Slot)}))"))
                    {
                        _code.Line($"RefuseOverlap({Literal.Text(other.Tensor.Name)}, {Literal.Text(output.Tensor.Name)});");
                    }
                }
            }

            string[] used = [.. _plan.Infer.Phases.SelectMany(phase => phase.Calls).SelectMany(call => call.Operands).Select(FunctionEmitter.Reference).Distinct().OrderBy(name => name, StringComparer.Ordinal)];
            foreach (string name in used)
            {
                string span = name switch
                {
                    "p" => "parameters",
                    "q" => "prepared",
                    "w" => "workspace",
                    _ => "slot" + name.Substring(1),
                };
                _code.Line($"ref float {name} = {Reference(span)};");
            }

            _functions.WriteCalls(_plan.Infer.Phases[0].Calls);
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
                _code.Line($"Require(arguments.Parameters.Length, {Literal.Int(_plan.ParameterLength)}, \"parameters\");");
            }

            if (name == "HessianVector" && _plan.ParameterLength > 0)
            {
                _code.Line($"Require(arguments.Direction.Length, {Literal.Int(_plan.ParameterLength)}, \"direction\");");
            }

            if (plan.WorkspaceLength > 0)
            {
                _code.Line($"Require(arguments.Workspace.Length, {Literal.Int(plan.WorkspaceLength)}, \"workspace\");");
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
                _code.Line($"RequireExactly(arguments[{Literal.Int(slot.Slot)}].Length, (long)arguments.Rows * {Literal.Int(slot.Length)}, {Literal.Text(slot.Tensor.Name)});");
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
        _code.Line("/// <summary>The first of the units of a worker; that of the next worker is where they end.</summary>");
        _code.Line("private static int Part(int units, int worker, int workers) => (int)((long)units * worker / workers);");
        _code.Line();
        _code.Line("/// <summary>Refuses a buffer that is too short.</summary>");
        using (_code.Block("private static void Require(int length, int needed, string name)"))
        {
            using (_code.Block("if (length < needed)"))
            {
                _code.Line($"throw new global::System.ArgumentException($\"{name}: '{{name}}' has {{length}} elements where {{needed}} are needed.\", name);");
            }
        }

        _code.Line();
        _code.Line("/// <summary>Refuses a tensor of another length.</summary>");
        using (_code.Block("private static void RequireExactly(int length, long needed, string name)"))
        {
            using (_code.Block("if (length != needed)"))
            {
                _code.Line($"throw new global::System.ArgumentException($\"{name}: '{{name}}' has {{length}} elements where the rows of the call have {{needed}}.\", name);");
            }
        }

        _code.Line();
        _code.Line("/// <summary>Refuses a number of rows that the network was not compiled for.</summary>");
        using (_code.Block("private static void RequireRows(int rows)"))
        {
            using (_code.Block($"if (rows < 1 || rows > {Literal.Int(_plan.Model.Batch)})"))
            {
                _code.Line($"throw new global::System.ArgumentOutOfRangeException(nameof(rows), rows, \"{name} was compiled for 1 to {Literal.Int(_plan.Model.Batch)} rows; [Network(Batch = ...)] says for how many.\");");
            }
        }

        _code.Line();
        _code.Line("private static void RefuseOverlap(string a, string b) =>");
        _code.Line($"    throw new global::System.ArgumentException($\"{name}: the memory of '{{a}}' and '{{b}}' overlaps. Give each memory of its own.\");");
        _code.Line();
        _code.Line("private static void RefuseWorker(int worker, int workers) =>");
        _code.Line($"    throw new global::System.ArgumentOutOfRangeException(nameof(worker), worker, $\"{name}: worker {{worker}} of {{workers}}.\");");
    }
}
