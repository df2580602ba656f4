using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Reference;

/// <summary>What a program computed: every value, dense and row-major at the call's actual rows.</summary>
internal sealed class ReferenceRun(TensorProgram program, IReadOnlyList<double[]> values)
{
    public TensorProgram Program { get; } = program;

    /// <summary>The elements of each value, by its id.</summary>
    public IReadOnlyList<double[]> Values { get; } = values;

    public double[] this[TensorValue value] => Values[value.Id];

    /// <summary>The elements of a result.</summary>
    /// <exception cref="ProgramException">The program has no such result.</exception>
    public double[] Result(ResultKind kind, string name) =>
        Program.Results.FirstOrDefault(result => result.Kind == kind && result.Name == name) is { } found
            ? this[found.Value]
            : throw new ProgramException($"{Program.Name} has no {kind} {name}.");
}
