using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tensors;

/// <summary>
/// Checks what every stage may rely on. Runs before and after each; a failure is a mistake in the compiler. Shapes are inferred where values are made, which takes most
/// of the time: between stages it is enough that values are used as they were made.
/// </summary>
internal static class ProgramVerifier
{
    /// <summary>Checks everything.</summary>
    /// <exception cref="ProgramException">The program breaks a rule; the message shows the value and the program.</exception>
    public static TensorProgram Verify(TensorProgram program, string stage) => Verify(program, stage, VerifyShape);

    /// <summary>Checks everything but shapes.</summary>
    /// <exception cref="ProgramException">The program breaks a rule; the message shows the value and the program.</exception>
    public static TensorProgram VerifyUses(TensorProgram program, string stage) => Verify(program, stage, _ => { });

    private static TensorProgram Verify(TensorProgram program, string stage, Action<TensorValue> verifyShape)
    {
        try
        {
            for (int i = 0; i < program.Values.Count; i++)
            {
                VerifyUses(program, program.Values[i], i);
                verifyShape(program.Values[i]);
            }

            var put = new HashSet<string>(StringComparer.Ordinal);
            foreach (ProgramResult result in program.Results)
            {
                Require(IsOwn(program, result.Value), $"result {result.Name} is {result.Value}, which is no value of the program");
                Require(result.Kind is not (ResultKind.Loss or ResultKind.Objective) || result.Value.Shape.Length == 1, $"{result.Kind} has shape {result.Value.Shape}");
                Require(put.Add(result.Kind + " " + result.Name), $"{result.Kind} {result.Name} is given twice");
            }
        }
        catch (ProgramException exception)
        {
            throw new ProgramException($"After {stage}: {exception.Message}\n{program}");
        }

        return program;
    }

    private static void VerifyUses(TensorProgram program, TensorValue value, int index)
    {
        // Messages are made where something is wrong only: this runs for every value between all stages.
        if (value.Id != index)
        {
            throw new ProgramException($"{value} stands at {index}");
        }

        for (int i = 0; i < value.Operands.Count; i++)
        {
            TensorValue operand = value.Operands[i];
            if (operand.Id >= index || !IsOwn(program, operand))
            {
                throw new ProgramException($"{value} uses {operand}, which does not come before it");
            }

            if (!value.Operation.Takes(operand.Element, i))
            {
                throw new ProgramException($"{value} uses the {(operand.Element switch { ElementKind.Integer => "integers", ElementKind.Byte => "bytes", ElementKind.Count => "count", ElementKind.Tuple => "results", _ => "real numbers" })} {operand} as operand {i} of {value.Operation.Name}");
            }
        }
    }

    private static void VerifyShape(TensorValue value)
    {
        Require(value.Operation.InferShape(value.Operands) == value.Shape, $"{value} has shape {value.Shape}");
        Require(value.Shape.Extents.All(extent => extent.Maximum >= 1), $"{value} has an empty dimension: {value.Shape}");
        Require(
            value.Shape.Extents.Select((extent, axis) => extent.Kind != ExtentKind.Rows || axis == 0).All(ok => ok),
            $"{value} has rows that are not its first dimension: {value.Shape}");
    }

    private static bool IsOwn(TensorProgram program, TensorValue value) =>
        value.Id < program.Values.Count && ReferenceEquals(program.Values[value.Id], value);

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new ProgramException(problem);
        }
    }
}
