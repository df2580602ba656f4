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
    public static TensorProgram Rewrite(TensorProgram program, Func<ProgramBuilder, TensorValue, TensorValue[], TensorValue?> rule)
    {
        HashSet<TensorValue> live = Live(program);
        var builder = new ProgramBuilder();
        var map = new Dictionary<TensorValue, TensorValue>();
        foreach (TensorValue value in program.Values.Where(live.Contains))
        {
            builder.Label = value.Label;
            TensorValue[] operands = value.Operands.Select(operand => map[operand]).ToArray();
            map.Add(value, rule(builder, value, operands) ?? builder.Add(value.Operation, operands));
        }

        foreach (ProgramResult result in program.Results)
        {
            builder.Result(result.Kind, result.Name, map[result.Value]);
        }

        return builder.Finish(program.Name);
    }

    /// <summary>Leaves out the values that no result needs.</summary>
    public static TensorProgram RemoveDead(TensorProgram program) => Rewrite(program, (_, _, _) => null);

    private static HashSet<TensorValue> Live(TensorProgram program)
    {
        var live = new HashSet<TensorValue>(program.Results.Select(result => result.Value));
        for (int i = program.Values.Count - 1; i >= 0; i--)
        {
            if (live.Contains(program.Values[i]))
            {
                live.UnionWith(program.Values[i].Operands);
            }
        }

        return live;
    }
}
