using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>Runs all passes over the bodies of scans. Sources that nothing reads any more leave, with the operands that they stand for.</summary>
internal static class SimplifyScanBodies
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Rewrite, value => value.Operation is ScanOperation);

    private static TensorValue? Rewrite(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        if (value.Operation is not ScanOperation scan)
        {
            return null;
        }

        string[] before = scan.Sources.Select(source => ScanOperation.SourceOf(source).Source).ToArray();
        ScanOperation simplified = scan with { Body = ViewsFirst.Run(PassPipeline.Run(scan.Body)) };
        return builder.Add(simplified, simplified.Sources.Select(source => operands[System.Array.IndexOf(before, ScanOperation.SourceOf(source).Source)]).ToArray());
    }
}
