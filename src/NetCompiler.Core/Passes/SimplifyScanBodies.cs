using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>Runs all passes over the bodies of scans. Sources that nothing reads any more leave, with the operands that they stand for.</summary>
internal static class SimplifyScanBodies
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Rewrite);

    private static TensorValue? Rewrite(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        if (value.Operation is not ScanOperation scan)
        {
            return null;
        }

        string[] before = scan.Sources.Select(source => ScanOperation.SourceOf(source).Source).ToArray();
        ScanOperation simplified = scan with { Body = ViewsFirst(PassPipeline.Run(scan.Body)) };
        return builder.Add(simplified, simplified.Sources.Select(source => operands[System.Array.IndexOf(before, ScanOperation.SourceOf(source).Source)]).ToArray());
    }

    // Views right behind what they are views of, so that they do not stand between maps that could be computed together.
    private static TensorProgram ViewsFirst(TensorProgram body)
    {
        var builder = new ProgramBuilder();
        var map = new Dictionary<TensorValue, TensorValue>();
        ILookup<TensorValue, TensorValue> views = body.Values.Where(value => value.Operation is ReshapeOperation or SliceOperation).ToLookup(value => value.Operands[0]);
        void Add(TensorValue value)
        {
            builder.Label = value.Label;
            map.Add(value, builder.Add(value.Operation, value.Operands.Select(operand => map[operand]).ToArray()));
            foreach (TensorValue view in views[value])
            {
                Add(view);
            }
        }

        foreach (TensorValue value in body.Values.Where(value => value.Operation is not (ReshapeOperation or SliceOperation)))
        {
            Add(value);
        }

        foreach (ProgramResult result in body.Results)
        {
            builder.Result(result.Kind, result.Name, map[result.Value]);
        }

        return builder.Finish(body.Name);
    }
}
