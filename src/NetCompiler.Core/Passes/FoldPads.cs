using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// convolve (pad x) w = convolve x w with more padding, and so for the adjoint by the weight; slice (convolveinput y w) of what the padding was =
/// convolveinput with more padding. Zeros of a convolution's own padding are met where they are read, and need no copy of x.
/// </summary>
internal static class FoldPads
{
    public static TensorProgram Run(TensorProgram program)
    {
        var uses = new Dictionary<TensorValue, int>();
        foreach (TensorValue operand in program.Values.SelectMany(value => value.Operands).Concat(program.Results.Select(result => result.Value)))
        {
            uses[operand] = uses.TryGetValue(operand, out int count) ? count + 1 : 1;
        }

        return ProgramRewriter.Rewrite(program, (builder, value, operands) => value.Operation switch
        {
            ConvolveOperation { Form: not ConvolveForm.Input } convolve => Padded(builder, convolve, operands),
            SliceOperation slice when uses[value.Operands[0]] == 1 && slice.Axis >= 2 && operands[0].Operation is ConvolveOperation { Form: ConvolveForm.Input } convolve =>
                Sliced(builder, slice, convolve, operands[0]),
            _ => null,
        }, value => value.Operation is ConvolveOperation);
    }

    private static TensorValue Padded(ProgramBuilder builder, ConvolveOperation convolve, TensorValue[] operands)
    {
        TensorValue x = operands[0];
        while (x.Operation is PadOperation { Axis: >= 2 } pad)
        {
            convolve = convolve with { Sliding = WithPadding(convolve.Sliding, pad.Axis - 2, pad.Before, pad.After) };
            x = x.Operands[0];
        }

        return builder.Add(convolve, x, operands[1]);
    }

    private static TensorValue Sliced(ProgramBuilder builder, SliceOperation slice, ConvolveOperation convolve, TensorValue whole)
    {
        int axis = slice.Axis - 2;
        Sliding sliding = WithPadding(convolve.Sliding, axis, slice.Start, convolve.Extents[axis] - slice.Start - slice.Length);
        EquatableArray<int> extents = convolve.Extents.Select((extent, i) => i == axis ? slice.Length : extent).ToEquatableArray();
        return builder.Add(convolve with { Sliding = sliding, Extents = extents }, whole.Operands.ToArray());
    }

    private static Sliding WithPadding(Sliding sliding, int axis, int before, int after) => sliding with
    {
        Before = sliding.Before.Select((padding, i) => i == axis ? padding + before : padding).ToEquatableArray(),
        After = sliding.After.Select((padding, i) => i == axis ? padding + after : padding).ToEquatableArray(),
    };
}
