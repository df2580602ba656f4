using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Puts views right behind what they are views of, so that they do not stand between maps that one kernel could compute: for a step of a loop, or of a stream, which is short, and in which no copy lives
/// longer for it.
/// </summary>
internal static class ViewsFirst
{
    public static TensorProgram Run(TensorProgram program)
    {
        var builder = new ProgramBuilder();
        var map = new Dictionary<TensorValue, TensorValue>();
        ILookup<TensorValue, TensorValue> views = program.Values.Where(value => value.Operation is ReshapeOperation or SliceOperation).ToLookup(value => value.Operands[0]);
        void Add(TensorValue value)
        {
            builder.Label = value.Label;
            map.Add(value, builder.Add(value.Operation, value.Operands.Select(operand => map[operand]).ToArray()));
            foreach (TensorValue view in views[value])
            {
                Add(view);
            }
        }

        foreach (TensorValue value in program.Values.Where(value => value.Operation is not (ReshapeOperation or SliceOperation)))
        {
            Add(value);
        }

        foreach (ProgramResult result in program.Results)
        {
            builder.Result(result.Kind, result.Name, map[result.Value]);
        }

        return builder.Finish(program.Name);
    }
}
