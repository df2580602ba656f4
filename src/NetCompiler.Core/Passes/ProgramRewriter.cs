using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Passes;

/// <summary>Copies a program value by value, while a rule may put something else in the place of a value. Values that no result needs are left out.</summary>
internal static class ProgramRewriter
{
    /// <summary>
    /// Rewrites a program. The rule sees each value with its operands already rewritten, and returns its replacement in the new
    /// program, or null to copy the value.
    /// </summary>
    /// <param name="program">The program, whose values know their places in it.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="concerns">Some of which there must be one for the rule to replace anything: a program without them, and without values that no result needs, stays as it is. Null where that is not known.</param>
    public static TensorProgram Rewrite(TensorProgram program, Func<ProgramBuilder, TensorValue, TensorValue[], TensorValue?> rule, Func<TensorValue, bool>? concerns = null)
    {
        bool[] live = Live(program);
        if (concerns is not null && live.All(isLive => isLive) && !program.Values.Any(concerns))
        {
            return program;
        }

        var builder = new ProgramBuilder();
        var map = new TensorValue[program.Values.Count];
        foreach (TensorValue value in program.Values.Where(value => live[value.Id]))
        {
            builder.Label = value.Label;
            TensorValue[] operands = value.Operands.Select(operand => map[operand.Id]).ToArray();
            map[value.Id] = rule(builder, value, operands) ?? builder.Copy(value, operands);
        }

        foreach (ProgramResult result in program.Results)
        {
            builder.Result(result.Kind, result.Name, map[result.Value.Id]);
        }

        return builder.Finish(program.Name);
    }

    /// <summary>Leaves out the values that no result needs.</summary>
    public static TensorProgram RemoveDead(TensorProgram program) => Rewrite(program, (_, _, _) => null, _ => false);

    // By the place of a value.
    private static bool[] Live(TensorProgram program)
    {
        var live = new bool[program.Values.Count];
        foreach (ProgramResult result in program.Results)
        {
            live[result.Value.Id] = true;
        }

        for (int i = program.Values.Count - 1; i >= 0; i--)
        {
            if (live[i])
            {
                foreach (TensorValue operand in program.Values[i].Operands)
                {
                    live[operand.Id] = true;
                }
            }
        }

        return live;
    }
}
