using System.Collections.Generic;
using System.Linq;
using System.Text;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tensors;

/// <summary>What a result of a program is for.</summary>
internal enum ResultKind
{
    /// <summary>A value that the caller receives.</summary>
    Output,

    /// <summary>The weighted sum of the losses, L.</summary>
    Loss,

    /// <summary>Losses and regularisers, J.</summary>
    Objective,

    /// <summary>The gradient of a parameter, or the part of a Hessian-vector product that belongs to it; goes to the sink.</summary>
    ParameterGradient,

    /// <summary>The gradient of an input, which the caller receives.</summary>
    InputGradient,

    /// <summary>The new contents of a state tensor.</summary>
    State,

    /// <summary>Of the body of a scan and of a streaming step, the state after the step; of a batch, what it leaves to the next one.</summary>
    Carry,

    /// <summary>Of the body of a scan, a value of every step.</summary>
    Stacked,
}

/// <summary>A value that leaves the program.</summary>
internal sealed record ProgramResult(ResultKind Kind, string Name, TensorValue Value);

/// <summary>Values in an order in which each comes after its operands, and those of them that leave the program.</summary>
internal sealed class TensorProgram(string name, IReadOnlyList<TensorValue> values, IReadOnlyList<ProgramResult> results)
{
    public string Name { get; } = name;

    public IReadOnlyList<TensorValue> Values { get; } = values;

    public IReadOnlyList<ProgramResult> Results { get; } = results;

    /// <summary>One line a value: name, shape, what it computes, what it belongs to. The bodies of scans follow.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("program ").Append(Name).Append('\n');
        foreach (TensorValue value in Values)
        {
            text.Append("  %").Append(value.Id).Append(' ').Append(value.Element == ElementKind.Tuple ? "()" : value.Shape.ToString()).Append(value.Element switch { ElementKind.Integer => " int", ElementKind.Byte => " byte", ElementKind.Count => " long", _ => string.Empty }).Append(" = ");
            text.Append(value.Operation.Print(value.Operands.Select(operand => operand.ToString()).ToArray()));
            if (value.Label.Length > 0)
            {
                text.Append("  ; ").Append(value.Label);
            }

            text.Append('\n');
        }

        foreach (ProgramResult result in Results)
        {
            text.Append("  ").Append(result.Kind.ToString().ToLowerInvariant()).Append(" \"").Append(result.Name).Append("\" = ").Append(result.Value).Append('\n');
        }

        foreach (TensorProgram body in Values.Select(value => value.Operation).OfType<ScanOperation>().Select(scan => scan.Body).Distinct())
        {
            text.Append('\n').Append(body);
        }

        return text.ToString();
    }
}
